package io.corebus.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** Whose use was noted a short while ago, and need not be again. */
final class Touches {
    private static final int MAX_REMEMBERED = 10_000;

    private final Cache<String, Boolean> noted;

    Touches(Duration every, Ticker ticker) {
        this.noted = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(every)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    boolean isDue(String id) {
        return noted.asMap().putIfAbsent(id, true) == null;
    }
}
