package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.FindLinked;
import io.corebus.storage.StorageMessages.FoundUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens that the provider of the sign-in has given to some client, such as an agent, for this service. They are those of the user whom the provider's name
 * is linked to: so whoever never signed in here has none. Belongs to one event loop.
 */
final class ProviderTokens {
    /** Verifying a signature takes long; a token shown again is known. */
    private static final int MAX_REMEMBERED = 10_000;

    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final OidcProvider provider;
    private final List<String> audiences;
    private final Clock clock;
    private final Known<FindLinked, FoundUser> users;
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /**
     * A token that was believed.
     *
     * @param keys with which: it counts as long as the provider has the same
     */
    private record Verified(ProviderToken token, JsonNode header, ProviderKeys keys) {}

    /** @param audiences one of which a token must be made for */
    ProviderTokens(OidcProvider provider, List<String> audiences, Bus bus, Clock clock) {
        this.provider = provider;
        this.audiences = audiences;
        this.clock = clock;
        this.users = new Known<>(bus, IdentityMessages.FIND_LINKED, Ticker.systemTicker());
    }

    /** Fails with {@code invalid-token} 401, or with {@code oidc-unavailable} 503 where the provider has to be asked for its keys and does not answer. */
    Future<ProviderToken> verify(String token) {
        Verified known = verified.getIfPresent(token);
        if (known == null) {
            return verifyAnew(token);
        }
        if (clock.instant().getEpochSecond() >= known.token().expiresAt()) {
            return Future.failedFuture(Refusals.tokenExpired());
        }
        return provider.keysFor(known.header())
                .compose(keys -> keys == known.keys() ? Future.succeededFuture(known.token()) : verifyAnew(token));
    }

    private Future<ProviderToken> verifyAnew(String token) {
        SignedToken read = ProviderToken.read(token);
        return provider.believe(read, keys -> verified(token, read, keys))
                .onSuccess(good -> verified.put(token, good))
                .map(Verified::token);
    }

    private Verified verified(String text, SignedToken read, ProviderKeys keys) {
        ProviderToken token = ProviderToken.believe(text, read, keys, provider.issuer(), audiences, clock.instant());
        return new Verified(token, read.header(), keys);
    }

    /** Whose it is. Fails with {@code invalid-token} 401 where nobody here is linked to that name. */
    Future<User> user(ProviderToken token, Caller caller) {
        return users.find(new FindLinked(provider.issuer(), token.subject()), caller)
                .map(found -> present(found.user()));
    }

    private static User present(@Nullable User user) {
        if (user == null) {
            throw Refusals.providerNameUnknown();
        }
        return user;
    }

    void forgetUsers() {
        users.forgetAll();
    }
}
