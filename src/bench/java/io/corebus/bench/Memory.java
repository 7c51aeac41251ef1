package io.corebus.bench;

/**
 * Of one process, or of one subscriber, in bytes.
 *
 * @param heap that is alive after a collection
 * @param beside what the process holds beside its heap: buffers of the network, threads, compiled code
 */
record Memory(double heap, double beside) {
    static final Memory UNKNOWN = new Memory(Double.NaN, Double.NaN);

    Memory since(Memory earlier) {
        return new Memory(heap - earlier.heap, beside - earlier.beside);
    }

    Memory per(int subscribers) {
        return new Memory(heap / subscribers, beside / subscribers);
    }
}
