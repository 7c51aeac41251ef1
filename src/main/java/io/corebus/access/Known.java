package io.corebus.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * What storage answers, remembered for half a second, so that a busy user, session or token is not read from the database at every request. A change made
 * anywhere empties it at once by {@link AccessMessages#USER_CHANGED}; where that got lost, the half second and what the doors remember bound how long
 * somebody who was disabled is still let in.
 */
final class Known<Q, R> {
    static final Duration REMEMBERED = Duration.ofMillis(500);

    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Bus bus;
    private final Address<Q, R> address;
    /** Holds the question rather than the answer: many who ask at once share it. Its age counts from when it was asked. */
    private final Cache<Q, Future<R>> asked;

    Known(Bus bus, Address<Q, R> address, Ticker ticker) {
        this.bus = bus;
        this.address = address;
        this.asked = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    Future<R> find(Q question, Caller caller) {
        Future<R> known = asked.getIfPresent(question);
        return known == null ? ask(question, caller) : known;
    }

    void forget(Q question) {
        asked.invalidate(question);
    }

    /** Changes are rare: forgetting everything is simpler than finding the one, and costs one question each. */
    void forgetAll() {
        asked.invalidateAll();
    }

    private Future<R> ask(Q question, Caller caller) {
        Future<R> answer = bus.request(address, question, shared(caller));
        asked.put(question, answer);
        return answer.onFailure(failed -> asked.asMap().remove(question, answer));
    }

    /** Others wait for the same answer, so it does not end with the first one's deadline. */
    private static Caller shared(Caller caller) {
        Caller system = Caller.system(PATIENCE);
        return new Caller(system.user(), system.roles(), null, system.via(), caller.trace(), system.deadlineNanos());
    }
}
