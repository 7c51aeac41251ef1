package io.corebus.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.ApiToken;
import io.corebus.storage.IdentityMessages.FindToken;
import io.corebus.storage.IdentityMessages.FoundToken;
import io.corebus.storage.IdentityMessages.TouchToken;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks API tokens up by their hash, and keeps track of when they were used. */
final class ApiTokens {
    private static final Logger LOG = LoggerFactory.getLogger(ApiTokens.class);

    /** When a token without an end ends. */
    static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Bus bus;
    private final Clock clock;
    private final Known<FindToken, FoundToken> known;
    private final Touches touches;

    ApiTokens(Bus bus, Clock clock, Ticker ticker) {
        this.bus = bus;
        this.clock = clock;
        this.known = new Known<>(bus, IdentityMessages.FIND_TOKEN, ticker);
        this.touches = new Touches(TOUCHED_EVERY, ticker);
    }

    /** Fails with {@code invalid-token} 401. */
    Future<ApiToken> verify(String token, Caller caller) {
        if (!TokenText.isToken(token)) {
            return Future.failedFuture(Refusals.apiTokenNotValid());
        }
        return known.find(new FindToken(OpaqueTokens.hash(token)), caller)
                .map(found -> believe(found.token()))
                .onSuccess(this::touch);
    }

    void forgetAll() {
        known.forgetAll();
    }

    private ApiToken believe(@Nullable ApiToken token) {
        if (token == null) {
            throw Refusals.apiTokenNotValid();
        }
        if (!clock.instant().isBefore(end(token))) {
            throw Refusals.apiTokenExpired();
        }
        return token;
    }

    /** Nobody waits for it, and where it fails the next use tries again in a minute. */
    private void touch(ApiToken token) {
        if (touches.isDue(token.id())) {
            bus.request(IdentityMessages.TOUCH_TOKEN, new TouchToken(token.id()), Caller.system(PATIENCE))
                    .onFailure(cause ->
                            LOG.warn("The last use of {} was not noted: {}", token.prefix(), cause.getMessage()));
        }
    }

    static Instant end(ApiToken token) {
        String expiresAt = token.expiresAt();
        return expiresAt == null ? NEVER : OffsetDateTime.parse(expiresAt).toInstant();
    }
}
