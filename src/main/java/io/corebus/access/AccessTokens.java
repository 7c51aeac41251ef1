package io.corebus.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Optional;

/**
 * Issues and verifies access tokens. They say who somebody is, not what it may do: roles are looked up at every use, so that a change of them is effective
 * at once.
 */
final class AccessTokens {
    /** Verifying a signature takes the better part of a millisecond; a token shown again is known. */
    private static final int MAX_REMEMBERED = 10_000;

    private final SigningKeys keys;
    private final AccessConfig config;
    private final Clock clock;
    private final Cache<String, AccessToken> verified;

    AccessTokens(SigningKeys keys, AccessConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
        // Nothing outlives its token's own end, which is checked at every use; this only frees the memory.
        this.verified = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(config.tokenLife())
                .executor(Runnable::run)
                .build();
    }

    /** @param session ends the token with itself */
    Future<String> issue(String user, String session) {
        return keys.signing().map(key -> CompactToken.write(key, claims(user, session)));
    }

    /** Fails with {@code invalid-token} 401. */
    Future<AccessToken> verify(String token) {
        AccessToken known = verified.getIfPresent(token);
        if (known != null) {
            known.checkTime(clock.instant());
            return Future.succeededFuture(known);
        }
        CompactToken read = CompactToken.read(token);
        return keys.find(read.kid()).map(key -> believe(read, key)).onSuccess(good -> verified.put(token, good));
    }

    private AccessToken believe(CompactToken token, Optional<SigningKey> key) {
        if (key.isEmpty() || !token.isSignedBy(key.get())) {
            throw Refusals.tokenNotValid();
        }
        AccessToken claims = AccessToken.read(token.claims(), config.issuer(), config.audience());
        claims.checkTime(clock.instant());
        return claims;
    }

    private JsonObject claims(String user, String session) {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", config.issuer())
                .put("aud", config.audience())
                .put("sub", user)
                .put("jti", TokenIds.create(session))
                .put("iat", now)
                .put("exp", now + config.tokenLife().toSeconds());
    }
}
