package io.corebus.bench;

/** The bench cannot go on, and why. Its figures would mean nothing. */
final class BenchFailure extends Exception {
    private static final long serialVersionUID = 1L;

    BenchFailure(String message) {
        super(message);
    }
}
