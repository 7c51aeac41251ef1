package io.corebus.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

class AnswerBuffersTest {
    @Test
    void aHeadGetsRoomForAShortBody() {
        ByteBuf head = AnswerBuffers.SHARED.buffer(256);
        assertThat(head.isDirect()).isTrue();
        assertThat(head.capacity()).isGreaterThan(512 + AnswerCompressor.FROM);
        head.release();
    }

    @Test
    void nothingIsLargerThanItMayBe_orSmallerThanAskedFor() {
        ByteBuf bounded = AnswerBuffers.SHARED.directBuffer(200, 400);
        assertThat(bounded.capacity()).isLessThanOrEqualTo(400);
        bounded.release();
        ByteBuf large = AnswerBuffers.SHARED.directBuffer(5_000, 9_000);
        assertThat(large.capacity()).isGreaterThanOrEqualTo(5_000);
        large.release();
    }
}
