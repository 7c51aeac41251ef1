package io.corebus.door;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Gives the head of a short answer a buffer with room for its body: Netty's encoder then puts both into one piece, which costs less
 * to send than two. For the encoder only: whoever asks for a buffer of a length may fill it to its capacity, as Netty does where it
 * reads WebSocket frames.
 */
final class AnswerBuffers extends AbstractByteBufAllocator {
    static final ByteBufAllocator SHARED = new AnswerBuffers(ByteBufAllocator.DEFAULT);

    /** In bytes: a head of 0.3 to 0.5 KiB, and the longest body that is not compressed. */
    private static final int ROOM = 2_048;

    private final ByteBufAllocator pool;

    private AnswerBuffers(ByteBufAllocator pool) {
        super(true);
        this.pool = pool;
    }

    @Override
    protected ByteBuf newHeapBuffer(int capacity, int maxCapacity) {
        return pool.heapBuffer(capacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int capacity, int maxCapacity) {
        return pool.directBuffer(Math.max(capacity, Math.min(ROOM, maxCapacity)), maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return pool.isDirectBufferPooled();
    }
}
