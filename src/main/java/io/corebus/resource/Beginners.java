package io.corebus.resource;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.User;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
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
    record Beginner(@Nullable Caller caller, @Nullable String reason) {}

    /**
     * Fails where it cannot be told.
     *
     * @param trace of what is going to be done
     */
    Future<Beginner> find(String user, List<String> scopes, String trace) {
        return bus.request(AccessMessages.GET_USER, new GetUser(user), Caller.system(LeasedWork.PATIENCE))
                .transform(found -> beginner(found, scopes, trace));
    }

    private static Future<Beginner> beginner(AsyncResult<User> found, List<String> scopes, String trace) {
        if (found.failed()) {
            return FailureException.of(found.cause()).status() == 404
                    ? nobody("The user who began it is gone.")
                    : Future.failedFuture(found.cause());
        }
        User user = found.result();
        if (user.disabled()) {
            return nobody("The user who began it is disabled.");
        }
        long deadline = System.nanoTime() + LeasedWork.PATIENCE.toNanos();
        Caller caller = new Caller(user.id(), user.roles(), null, scopes, "http", trace, deadline);
        return Future.succeededFuture(new Beginner(caller, null));
    }

    private static Future<Beginner> nobody(String reason) {
        return Future.succeededFuture(new Beginner(null, reason));
    }
}
