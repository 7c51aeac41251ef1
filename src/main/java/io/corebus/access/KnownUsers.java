package io.corebus.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.FoundUser;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Users by id, remembered for a second, so that a busy one is not read from the database at every request. A change made anywhere empties it at once by
 * {@link AccessMessages#USER_CHANGED}; where that got lost, the second bounds how long somebody who was disabled is still let in.
 */
final class KnownUsers {
    static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Bus bus;
    /** Holds the question rather than the answer: many who ask at once share it. Its age counts from when it was asked. */
    private final Cache<String, Future<FoundUser>> asked;

    KnownUsers(Bus bus, Ticker ticker) {
        this.bus = bus;
        this.asked = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    Future<FoundUser> find(String id, Caller caller) {
        Future<FoundUser> known = asked.getIfPresent(id);
        return known == null ? ask(id, caller) : known;
    }

    void forget(String id) {
        asked.invalidate(id);
    }

    private Future<FoundUser> ask(String id, Caller caller) {
        Future<FoundUser> answer = bus.request(StorageMessages.FIND_USER, new FindUser(id, null), shared(caller));
        asked.put(id, answer);
        return answer.onFailure(failed -> asked.asMap().remove(id, answer));
    }

    /** Others wait for the same answer, so it does not end with the first one's deadline. */
    private static Caller shared(Caller caller) {
        Caller system = Caller.system(PATIENCE);
        return new Caller(system.user(), system.roles(), null, system.via(), caller.trace(), system.deadlineNanos());
    }
}
