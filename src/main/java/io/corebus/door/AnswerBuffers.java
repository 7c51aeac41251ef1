package io.corebus.door;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Gives the head of an answer a buffer with room for its body: Netty's encoder then puts both into one piece, which costs less to
 * send than two. What is smaller than a head, as the length before a chunk, gets no more than it asks for: such pieces may have
 * to wait in great number for a client that reads slowly.
 */
final class AnswerBuffers extends AbstractByteBufAllocator {
    static final ByteBufAllocator SHARED = new AnswerBuffers(ByteBufAllocator.DEFAULT);

    /** Whoever asks for less, in bytes, does not begin an answer. */
    private static final int HEAD = 128;

    /** In bytes: a head of 0.3 to 0.5 KiB, and a record or two. */
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
        int roomy = capacity < HEAD ? capacity : Math.max(capacity, Math.min(ROOM, maxCapacity));
        return pool.directBuffer(roomy, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return pool.isDirectBufferPooled();
    }
}
