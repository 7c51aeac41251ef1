package io.corebus.door;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who shows a token. What the access room said is remembered for a second and a half at most. The access room itself remembers for half a
 * second, so a user who was disabled is out after two seconds on every node even where the message about it was lost. It is asked again earlier, in the
 * background, so that nobody waits for it. Belongs to one event loop.
 */
public final class Authentication {
    private static final long FRESH_NANOS = 700_000_000L;
    private static final long USABLE_NANOS = 1_500_000_000L;
    private static final int MAX_REMEMBERED = 20_000;
    private static final int MAX_TOKEN_LENGTH = 8_192;

    private final Bus bus;
    private final ConcurrentMap<String, Remembered> remembered = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .<String, Remembered>build()
            .asMap();

    public Authentication(Bus bus) {
        this.bus = bus;
    }

    /** What is known of a token: since when, and whether somebody is asking again. */
    private static final class Remembered {
        final Future<Identity> identity;
        final long since = System.nanoTime();
        boolean renewing;

        Remembered(Future<Identity> identity) {
            this.identity = identity;
        }
    }

    /** Listens for changes of users. */
    public Future<Void> start() {
        return bus.subscribe(AccessMessages.USER_CHANGED, this::forget);
    }

    /** Names the caller of an exchange. One without a token stays anonymous; a bad token fails with {@code invalid-token}. */
    public Future<Exchange> identify(Exchange exchange) {
        String authorization = exchange.header(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null) {
            return Future.succeededFuture(exchange);
        }
        String token = token(authorization);
        if (token == null) {
            return Future.failedFuture(invalid("The Authorization header must read 'Bearer <token>'."));
        }
        return ofToken(token, exchange.caller()).map(identity -> named(exchange, identity));
    }

    /** Who shows this token, for a door that gets it otherwise than in a header. Fails with {@code invalid-token} 401. */
    public Future<Identity> ofToken(String token, Caller caller) {
        return identity(token, caller).map(Authentication::current);
    }

    /** The token of an {@code Authorization} header; null where it is not of the form {@code Bearer <token>}. */
    public static @Nullable String token(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        boolean sized = authorization.length() > 7 && authorization.length() <= MAX_TOKEN_LENGTH;
        return bearer && sized ? authorization.substring(7).trim() : null;
    }

    private static Identity current(Identity identity) {
        if (identity.expiresAt() <= System.currentTimeMillis() / 1000) {
            throw invalid("The access token has expired. Get a new one with the refresh token, or sign in again.");
        }
        return identity;
    }

    private static Exchange named(Exchange exchange, Identity identity) {
        exchange.identified(identity);
        return exchange;
    }

    private Future<Identity> identity(String token, Caller caller) {
        Remembered known = remembered.get(token);
        long age = known == null ? Long.MAX_VALUE : System.nanoTime() - known.since;
        if (known == null || age > USABLE_NANOS) {
            return ask(token, caller);
        }
        if (age > FRESH_NANOS && !known.renewing) {
            known.renewing = true;
            renew(token, known);
        }
        return known.identity;
    }

    private Future<Identity> ask(String token, Caller caller) {
        Future<Identity> asked = bus.request(AccessMessages.AUTHENTICATE, new Authenticate(token), caller);
        Remembered entry = new Remembered(asked);
        remembered.put(token, entry);
        return asked.onFailure(refused -> remembered.remove(token, entry));
    }

    private void renew(String token, Remembered known) {
        Caller system = Caller.system(Duration.ofSeconds(1));
        bus.request(AccessMessages.AUTHENTICATE, new Authenticate(token), system)
                .onSuccess(
                        identity -> remembered.replace(token, known, new Remembered(Future.succeededFuture(identity))))
                .onFailure(refused -> forgetIfInvalid(token, known, refused));
    }

    /** Where access is merely away, what is known stays usable for the rest of its time. */
    private void forgetIfInvalid(String token, Remembered known, Throwable refused) {
        if (FailureException.of(refused).code().equals("invalid-token")) {
            remembered.remove(token, known);
        }
    }

    /** Changes of users are rare: forgetting everybody is simpler than finding the one, and costs one question each. */
    private void forget(UserChanged changed) {
        remembered.clear();
    }

    private static RuntimeException invalid(String detail) {
        return new Failure("invalid-token", 401, detail).exception();
    }
}
