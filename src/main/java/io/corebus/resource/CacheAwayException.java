package io.corebus.resource;

/** The cache cannot be used at the moment. Never leaves this room. */
final class CacheAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CacheAwayException() {
        super("the cache is away", null, false, false);
    }
}
