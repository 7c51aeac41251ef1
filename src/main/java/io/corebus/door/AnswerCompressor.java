package io.corebus.door;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Compresses answers (RFC 9110, section 12.5.3) as Netty's compressor does, on one connection of HTTP/1.1, but lets short ones
 * pass untouched: those are most, and what Netty keeps for each request and answer would have to be fetched into the processor's
 * caches again for every one of many connections.
 */
final class AnswerCompressor extends HttpContentCompressor {
    /** A shorter answer is not compressed, in bytes. */
    static final int FROM = 1_024;

    /** Of zlib: a tenth more would cost twice the time. */
    private static final int LEVEL = 6;

    private static final int WINDOW_BITS = 15;
    private static final int MEMORY_LEVEL = 8;

    private @Nullable HttpRequest next;
    private @Nullable Queue<HttpRequest> afterwards;
    private boolean passing;

    AnswerCompressor() {
        super(
                FROM,
                StandardCompressionOptions.gzip(LEVEL, WINDOW_BITS, MEMORY_LEVEL),
                StandardCompressionOptions.deflate(LEVEL, WINDOW_BITS, MEMORY_LEVEL));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            await(request);
        }
        context.fireChannelRead(message);
    }

    private void await(HttpRequest request) {
        if (next == null) {
            next = request;
            return;
        }
        if (afterwards == null) {
            afterwards = new ArrayDeque<>();
        }
        afterwards.add(request);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The promise tells whoever writes.
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse answer) {
            begin(context, answer);
        }
        if (!passing) {
            super.write(context, message, promise);
        } else if (message instanceof FullHttpResponse) {
            writeWhole(context, message, promise);
        } else {
            context.write(message, promise);
        }
    }

    /** In one piece, with its head. */
    @SuppressWarnings("FutureReturnValueIgnored") // The promise tells whoever writes.
    private static void writeWhole(ChannelHandlerContext context, Object answer, ChannelPromise promise) {
        ChannelConfig channel = context.channel().config();
        ByteBufAllocator usual = channel.getAllocator();
        channel.setAllocator(AnswerBuffers.SHARED);
        try {
            context.write(answer, promise);
        } finally {
            channel.setAllocator(usual);
        }
    }

    /** An informational answer (1xx) is followed by the one the request waits for. */
    private void begin(ChannelHandlerContext context, HttpResponse answer) throws Exception {
        if (answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            passing = true;
            return;
        }
        HttpRequest request = next;
        next = afterwards == null ? null : afterwards.poll();
        passing = request == null || isShort(answer);
        if (!passing) {
            List<Object> seen = new ArrayList<>(1);
            super.decode(context, request, seen);
        }
    }

    private static boolean isShort(HttpResponse answer) {
        return answer instanceof FullHttpResponse whole && whole.content().readableBytes() < FROM;
    }

    /**
     * An answer that another client would get in another encoding says so to caches, compressed or not (RFC 9110, section 12.5.5). "identity" is for this
     * handler alone: section 8.4.1 keeps it out of the header.
     */
    @Override
    protected @Nullable Result beginEncode(HttpResponse answer, String accepted) throws Exception {
        HttpHeaders headers = answer.headers();
        if (!headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        }
        Result encoding = super.beginEncode(answer, accepted);
        if (encoding == null && headers.contains(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY, true)) {
            headers.remove(HttpHeaderNames.CONTENT_ENCODING);
        }
        return encoding;
    }
}
