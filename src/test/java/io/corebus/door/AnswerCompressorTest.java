package io.corebus.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What goes over the wire is what Netty's own compressor would send, byte for byte, and for caches what it depends on. */
class AnswerCompressorTest {
    /** Netty's does not say it. */
    private static final String VARY =
            ByteBufUtil.hexDump("vary: accept-encoding\r\n".getBytes(StandardCharsets.US_ASCII));

    private static final int CONNECTIONS = 400;
    private static final int STEPS = 25;
    private static final List<String> ENCODINGS =
            Arrays.asList(null, null, "gzip", "deflate", "identity", "gzip;q=0", "*", "br, gzip;q=0.5");
    private static final List<HttpResponseStatus> STATUSES = List.of(
            HttpResponseStatus.OK,
            HttpResponseStatus.OK,
            HttpResponseStatus.OK,
            HttpResponseStatus.NOT_FOUND,
            HttpResponseStatus.NO_CONTENT,
            HttpResponseStatus.NOT_MODIFIED);
    private static final List<Integer> LENGTHS = List.of(0, 1, 300, 1_023, 1_024, 1_025, 9_000);

    @Test
    void sendsWhatNettysSends() {
        int compressed = 0;
        for (int seed = 0; seed < CONNECTIONS; seed++) {
            String ours = ByteBufUtil.hexDump(sent(new AnswerCompressor(), seed));
            assertThat(ours.replace(VARY, ""))
                    .as("of seed %d", seed)
                    .isEqualTo(ByteBufUtil.hexDump(sent(nettys(), seed)))
                    .isNotEmpty();
            compressed += ours.contains(ByteBufUtil.hexDump("content-encoding: gzip".getBytes())) ? 1 : 0;
        }
        assertThat(compressed).isGreaterThan(CONNECTIONS / 4);
    }

    @Test
    void whatMayBeCompressed_saysToCachesThatItDependsOnTheClient() {
        assertThat(vary("gzip", full(HttpResponseStatus.OK, 5_000))).containsExactly("accept-encoding");
        assertThat(vary(null, full(HttpResponseStatus.OK, 5_000))).containsExactly("accept-encoding");
        assertThat(vary("gzip", streamed(HttpResponseStatus.OK))).containsExactly("accept-encoding");
        assertThat(vary("gzip", full(HttpResponseStatus.OK, 1_023))).isEmpty();

        HttpResponse byOrigin = full(HttpResponseStatus.OK, 5_000);
        byOrigin.headers().set(HttpHeaderNames.VARY, "origin");
        assertThat(vary("gzip", byOrigin)).containsExactly("origin", "accept-encoding");

        HttpResponse always = streamed(HttpResponseStatus.OK);
        always.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY);
        assertThat(vary("gzip", always)).isEmpty();
    }

    private static List<String> vary(String accepted, HttpResponse answer) {
        EmbeddedChannel connection = new EmbeddedChannel(new AnswerCompressor());
        connection.writeInbound(request(accepted, HttpMethod.GET));
        connection.writeOutbound(answer);
        List<String> said = connection.<HttpResponse>readOutbound().headers().getAll(HttpHeaderNames.VARY);
        connection.finishAndReleaseAll();
        return said;
    }

    @Test
    void aShortAnswerGoesThroughUntouched() {
        EmbeddedChannel connection = new EmbeddedChannel(new AnswerCompressor());
        connection.writeInbound(request("gzip", HttpMethod.GET));
        HttpResponse answer = full(HttpResponseStatus.OK, 1_023);

        connection.writeOutbound(answer);

        assertThat(connection.<HttpResponse>readOutbound()).isSameAs(answer);
        connection.finishAndReleaseAll();
    }

    @Test
    void aShortAnswerIsSentInOnePiece_andReadingKeepsItsAllocator() {
        EmbeddedChannel connection = new EmbeddedChannel(new HttpResponseEncoder(), new AnswerCompressor());
        ByteBufAllocator usual = connection.alloc();

        connection.writeOutbound(full(HttpResponseStatus.OK, 1_023));

        assertThat(connection.outboundMessages()).hasSize(1);
        assertThat(connection.alloc()).isSameAs(usual);
        connection.finishAndReleaseAll();
    }

    @Test
    void aLongBodyIsNotCopied() {
        EmbeddedChannel connection = new EmbeddedChannel(new HttpResponseEncoder(), new AnswerCompressor());

        connection.writeOutbound(full(HttpResponseStatus.REQUEST_TIMEOUT, 10_000));

        assertThat(connection.outboundMessages()).hasSize(2);
        connection.finishAndReleaseAll();
    }

    @Test
    void identityIsNotSaid() {
        EmbeddedChannel connection = new EmbeddedChannel(new AnswerCompressor());
        connection.writeInbound(request("gzip", HttpMethod.GET));
        HttpResponse answer = streamed(HttpResponseStatus.OK);
        answer.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY);

        connection.writeOutbound(answer, content(5_000), LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat(connection.<HttpResponse>readOutbound().headers().contains(HttpHeaderNames.CONTENT_ENCODING))
                .isFalse();
        assertThat(connection.<DefaultHttpContent>readOutbound().content().readableBytes())
                .isEqualTo(5_000);
        connection.finishAndReleaseAll();
    }

    @Test
    void anAnswerNobodyAskedForIsSent() {
        EmbeddedChannel connection = new EmbeddedChannel(new AnswerCompressor());

        connection.writeOutbound(full(HttpResponseStatus.REQUEST_TIMEOUT, 5_000));

        assertThat(connection.<HttpResponse>readOutbound().status()).isEqualTo(HttpResponseStatus.REQUEST_TIMEOUT);
        connection.finishAndReleaseAll();
    }

    private static ChannelHandler nettys() {
        return new HttpContentCompressor(
                AnswerCompressor.FROM,
                StandardCompressionOptions.gzip(6, 15, 8),
                StandardCompressionOptions.deflate(6, 15, 8));
    }

    /** The bytes of a connection on which requests came, some before the answers to those before them, and were answered. */
    private static ByteBuf sent(ChannelHandler compressor, int seed) {
        Random random = new Random(seed);
        EmbeddedChannel connection = new EmbeddedChannel(new HttpResponseEncoder(), compressor);
        Queue<HttpRequest> waiting = new ArrayDeque<>();
        for (int step = 0; step < STEPS; step++) {
            if (waiting.isEmpty() || random.nextInt(3) == 0) {
                HttpRequest asked =
                        request(one(ENCODINGS, random), random.nextInt(8) == 0 ? HttpMethod.HEAD : HttpMethod.GET);
                waiting.add(asked);
                connection.writeInbound(asked, LastHttpContent.EMPTY_LAST_CONTENT);
            } else {
                boolean withoutBody = waiting.remove().method().equals(HttpMethod.HEAD);
                answer(random, withoutBody).forEach(connection::writeOutbound);
            }
        }
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf piece = connection.readOutbound(); piece != null; piece = connection.readOutbound()) {
            all.writeBytes(piece);
            piece.release();
        }
        connection.finishAndReleaseAll();
        return all;
    }

    private static List<Object> answer(Random random, boolean withoutBody) {
        List<Object> parts = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            parts.add(full(HttpResponseStatus.CONTINUE, 0));
        }
        HttpResponseStatus status = one(STATUSES, random);
        boolean empty = withoutBody
                || status.equals(HttpResponseStatus.NO_CONTENT)
                || status.equals(HttpResponseStatus.NOT_MODIFIED);
        Function<List<Integer>, Integer> length = all -> empty ? 0 : one(all, random);
        if (random.nextBoolean()) {
            parts.add(full(status, length.apply(LENGTHS)));
            return parts;
        }
        parts.add(streamed(status));
        for (int piece = random.nextInt(3); piece > 0 && !empty; piece--) {
            parts.add(content(length.apply(LENGTHS)));
        }
        parts.add(
                empty ? LastHttpContent.EMPTY_LAST_CONTENT : new DefaultLastHttpContent(bytes(length.apply(LENGTHS))));
        return parts;
    }

    private static HttpRequest request(String encodings, HttpMethod method) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/");
        if (encodings != null) {
            request.headers().set(HttpHeaderNames.ACCEPT_ENCODING, encodings);
        }
        return request;
    }

    private static HttpResponse full(HttpResponseStatus status, int length) {
        HttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes(length));
        if (status.code() >= 200) {
            HttpUtil.setContentLength(answer, length);
        }
        return answer;
    }

    private static HttpResponse streamed(HttpResponseStatus status) {
        HttpResponse answer = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        HttpUtil.setTransferEncodingChunked(answer, true);
        return answer;
    }

    private static DefaultHttpContent content(int length) {
        return new DefaultHttpContent(bytes(length));
    }

    private static ByteBuf bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'r');
        return Unpooled.wrappedBuffer(bytes);
    }

    private static <T> T one(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
