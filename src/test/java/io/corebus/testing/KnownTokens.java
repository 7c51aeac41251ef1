package io.corebus.testing;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers for the access room whose a token is, from memory. */
public final class KnownTokens {
    private final Bus bus;
    private final Map<String, Identity> identities = new ConcurrentHashMap<>();
    private volatile boolean away;

    private volatile Future<Void> until = Future.succeededFuture();

    public KnownTokens(Bus bus) {
        this.bus = bus;
    }

    public Future<Void> serve() {
        return bus.serve(
                AccessMessages.AUTHENTICATE, (question, caller) -> until.compose(now -> authenticate(question)));
    }

    private Future<Identity> authenticate(Authenticate question) {
        Identity found = identities.get(question.token());
        if (away) {
            return Future.failedFuture(
                    Failure.unavailable("storage-unavailable", "away").exception());
        }
        return found == null
                ? Future.failedFuture(new Failure("invalid-token", 401, "The access token is not valid.").exception())
                : Future.succeededFuture(found);
    }

    public void allow(String token, String user, Duration life, String... roles) {
        long expires = System.currentTimeMillis() / 1_000 + life.toSeconds();
        String email = user + "@example.org";
        identities.put(token, new Identity(user, email, List.of(roles), token + "-id", List.of(), expires));
    }

    /** From now on this token may make so many requests a second. */
    public void limit(String token, int rate) {
        identities.computeIfPresent(
                token,
                (known, is) -> new Identity(
                        is.user(), is.email(), is.roles(), is.tokenId(), is.scopes(), is.expiresAt(), rate));
    }

    public void remove(String token) {
        identities.remove(token);
    }

    public Identity identity(String token) {
        return identities.get(token);
    }

    /** Tells all rooms that something about this user is not as it was. */
    public void changed(String user) {
        bus.publish(AccessMessages.USER_CHANGED, new UserChanged(user));
    }

    /** Until then it says nothing. */
    public void silent(Future<Void> until) {
        this.until = until;
    }

    /** Whether it cannot say anything for the moment. */
    public void away(boolean away) {
        this.away = away;
    }
}
