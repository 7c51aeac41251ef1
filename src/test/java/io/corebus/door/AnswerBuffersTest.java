package io.corebus.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

class AnswerBuffersTest {
    @Test
    void headAndBodyOfAShortAnswerAreOnePiece() {
        assertThat(pieces(1_000)).isEqualTo(1);
    }

    @Test
    void aLongBodyIsNotCopied() {
        assertThat(pieces(10_000)).isEqualTo(2);
    }

    @Test
    void theLengthBeforeAChunkTakesNoMoreThanItNeeds() {
        ByteBuf length = AnswerBuffers.SHARED.buffer(8);
        assertThat(length.capacity()).isLessThan(128);
        length.release();
    }

    @Test
    void nothingIsLargerThanItMayBe() {
        ByteBuf bounded = AnswerBuffers.SHARED.directBuffer(200, 400);
        assertThat(bounded.capacity()).isLessThanOrEqualTo(400);
        bounded.release();
        ByteBuf large = AnswerBuffers.SHARED.directBuffer(5_000, 9_000);
        assertThat(large.capacity()).isGreaterThanOrEqualTo(5_000);
        large.release();
    }

    private static int pieces(int length) {
        EmbeddedChannel connection = new EmbeddedChannel(new HttpResponseEncoder());
        connection.config().setAllocator(AnswerBuffers.SHARED);
        HttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[length]));
        HttpUtil.setContentLength(answer, length);
        connection.writeOutbound(answer);
        int pieces = connection.outboundMessages().size();
        connection.finishAndReleaseAll();
        return pieces;
    }
}
