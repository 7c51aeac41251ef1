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
import io.corebus.bus.Futures;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
    private final LongSupplier nanos;
    private final ConcurrentMap<Text, Remembered> remembered = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .<Text, Remembered>build()
            .asMap();

    public Authentication(Bus bus) {
        this(bus, System::nanoTime);
    }

    /** @param nanos tells the time */
    Authentication(Bus bus, LongSupplier nanos) {
        this.bus = bus;
        this.nanos = nanos;
    }

    /**
     * A token as it was shown: with what stands before it in a header, so that one that is known need not be taken out of there. What tells tokens apart is at
     * their end; to hash all of a long one with each request would take longer than the rest of finding it. Forged ones with the same end are told apart by
     * their order, in which the map sorts them.
     */
    private record Text(String shown) implements Comparable<Text> {
        private static final int HASHED = 16;

        @Override
        public int hashCode() {
            int hash = 0;
            for (int i = Math.max(0, shown.length() - HASHED); i < shown.length(); i++) {
                hash = 31 * hash + shown.charAt(i);
            }
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text text && shown.equals(text.shown);
        }

        @Override
        public String toString() {
            return "Text"; // What it says is secret.
        }

        @Override
        public int compareTo(Text other) {
            return shown.compareTo(other.shown);
        }
    }

    /** What is known of a token: since when somebody asked for it, and whether somebody is asking again. An answer may be as old as its question. */
    private static final class Remembered {
        final Future<Identity> identity;
        final long since;
        boolean renewing;

        Remembered(Future<Identity> identity, long since) {
            this.identity = identity;
            this.since = since;
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
        return ofHeader(authorization, exchange).map(identity -> named(exchange, identity));
    }

    /** Who shows this {@code Authorization} header. Fails with {@code invalid-token} 401. */
    public Future<Identity> ofHeader(String authorization, Exchange exchange) {
        return identity(new Text(authorization), Authentication::token, exchange::caller);
    }

    /** Who shows this token, for a door that gets it otherwise than in a header. Fails with {@code invalid-token} 401. */
    public Future<Identity> ofToken(String token, Caller caller) {
        return identity(new Text(token), shown -> shown, () -> caller);
    }

    /** The token of an {@code Authorization} header. Fails with {@code invalid-token} 401 where it is not of the form {@code Bearer <token>}. */
    public static String token(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        boolean sized = authorization.length() > 7 && authorization.length() <= MAX_TOKEN_LENGTH;
        if (!bearer || !sized) {
            throw invalid("The Authorization header must read 'Bearer <token>'.");
        }
        return authorization.substring(7).trim();
    }

    private static boolean isExpired(Identity identity) {
        return identity.expiresAt() <= System.currentTimeMillis() / 1000;
    }

    private static Identity current(Identity identity) {
        if (isExpired(identity)) {
            throw invalid("The access token has expired. Get a new one with the refresh token, or sign in again.");
        }
        return identity;
    }

    private static Exchange named(Exchange exchange, Identity identity) {
        exchange.identified(identity);
        return exchange;
    }

    /**
     * @param token takes it out of what was shown
     * @param caller who asks, where somebody has to be asked
     */
    private Future<Identity> identity(Text text, UnaryOperator<String> token, Supplier<Caller> caller) {
        Remembered known = remembered.get(text);
        long age = known == null ? Long.MAX_VALUE : nanos.getAsLong() - known.since;
        if (known == null || age > USABLE_NANOS) {
            return Futures.begun(() -> ask(text, token.apply(text.shown), caller.get()))
                    .map(Authentication::current);
        }
        if (age > FRESH_NANOS && !known.renewing) {
            known.renewing = true;
            renew(text, token.apply(text.shown), known);
        }
        Identity here = known.identity.result();
        return here != null && !isExpired(here) ? known.identity : known.identity.map(Authentication::current);
    }

    private Future<Identity> ask(Text text, String token, Caller caller) {
        long since = nanos.getAsLong();
        Future<Identity> asked = bus.request(AccessMessages.AUTHENTICATE, new Authenticate(token), caller);
        Remembered entry = new Remembered(asked, since);
        remembered.put(text, entry);
        return asked.onFailure(refused -> remembered.remove(text, entry));
    }

    private void renew(Text text, String token, Remembered known) {
        Caller system = Caller.system(Duration.ofSeconds(1));
        long since = nanos.getAsLong();
        bus.request(AccessMessages.AUTHENTICATE, new Authenticate(token), system)
                .onSuccess(identity ->
                        remembered.replace(text, known, new Remembered(Future.succeededFuture(identity), since)))
                .onFailure(refused -> forgetIfInvalid(text, known, refused));
    }

    /** Where access is merely away, what is known stays usable for the rest of its time. */
    private void forgetIfInvalid(Text text, Remembered known, Throwable refused) {
        if (FailureException.of(refused).code().equals("invalid-token")) {
            remembered.remove(text, known);
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
