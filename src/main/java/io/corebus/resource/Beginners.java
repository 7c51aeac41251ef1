package io.corebus.resource;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.User;
import io.corebus.access.TokenMessages;
import io.corebus.access.TokenMessages.ApiToken;
import io.corebus.access.TokenMessages.ListTokens;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who began what is done later: it is done with the rights that this user has then, within what its token was good for. */
final class Beginners {
    private final Bus bus;

    Beginners(Bus bus) {
        this.bus = bus;
    }

    /**
     * One of the two.
     *
     * @param reason why nothing more may be done for this user
     */
    record Beginner(@Nullable Caller caller, @Nullable String reason) {
        static Beginner nobody(String reason) {
            return new Beginner(null, reason);
        }
    }

    /**
     * Fails where it cannot be told.
     *
     * @param token id of the token with which it was begun: an API token must be good still; null: whatever it was
     * @param via the door through which it came, as of a {@link Caller}
     * @param trace of what is going to be done
     */
    Future<Beginner> find(String user, @Nullable String token, List<String> scopes, String via, String trace) {
        return bus.request(AccessMessages.GET_USER, new GetUser(user), Caller.system(LeasedWork.PATIENCE))
                .transform(found -> beginner(found, token, scopes, via, trace))
                .compose(beginner -> withToken(beginner, user, token));
    }

    private static Future<Beginner> beginner(
            AsyncResult<User> found, @Nullable String token, List<String> scopes, String via, String trace) {
        if (found.failed()) {
            return FailureException.of(found.cause()).status() == 404
                    ? Future.succeededFuture(Beginner.nobody("The user who began it is gone."))
                    : Future.failedFuture(found.cause());
        }
        User user = found.result();
        if (user.disabled()) {
            return Future.succeededFuture(Beginner.nobody("The user who began it is disabled."));
        }
        long deadline = System.nanoTime() + LeasedWork.PATIENCE.toNanos();
        Caller caller = new Caller(user.id(), user.roles(), token, scopes, via, trace, deadline);
        return Future.succeededFuture(new Beginner(caller, null));
    }

    /** Somebody who signs out does not take back what was begun. */
    private Future<Beginner> withToken(Beginner beginner, String user, @Nullable String token) {
        if (beginner.caller() == null || token == null || !TokenMessages.isApiToken(token)) {
            return Future.succeededFuture(beginner);
        }
        return bus.request(TokenMessages.LIST_TOKENS, new ListTokens(user), Caller.system(LeasedWork.PATIENCE))
                .map(known -> known.tokens().stream().anyMatch(each -> isGood(each, token))
                        ? beginner
                        : Beginner.nobody("The API token with which it was begun was revoked, or has expired."));
    }

    private static boolean isGood(ApiToken known, String token) {
        String end = known.expiresAt();
        return known.prefix().equals(token)
                && (end == null
                        || Instant.now().isBefore(OffsetDateTime.parse(end).toInstant()));
    }
}
