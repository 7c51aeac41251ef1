package io.corebus.access;

import io.corebus.access.AccessMessages.Refresh;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.RotatedSession;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Exchanges a refresh token for an access token and the next refresh token. */
final class RefreshHandler implements Service<Refresh, Tokens> {
    private final SigningKeys keys;
    private final Sessions sessions;
    private final AccessTrail trail;
    private final AccessMetrics metrics;

    RefreshHandler(SigningKeys keys, Sessions sessions, AccessTrail trail, AccessMetrics metrics) {
        this.keys = keys;
        this.sessions = sessions;
        this.trail = trail;
        this.metrics = metrics;
    }

    @Override
    public Future<Tokens> handle(Refresh request, Caller caller) {
        return Future.succeededFuture(request)
                .map(RefreshHandler::checked)
                .compose(token -> refresh(token, caller))
                .onComplete(done -> metrics.refresh(done.cause()));
    }

    private static String checked(Refresh request) {
        String token = SignOutHandler.required(request.refreshToken());
        if (!OpaqueTokens.isToken(token)) {
            throw Refusals.refreshTokenNotValid();
        }
        return token;
    }

    private Future<Tokens> refresh(String token, Caller caller) {
        return keys.signing()
                .map(key -> OpaqueTokens.following(token, caller.trace(), key))
                .compose(next -> exchange(token, next, caller));
    }

    private Future<Tokens> exchange(String token, String next, Caller caller) {
        return sessions.exchange(token, next, caller).compose(session -> prolong(session, next, caller));
    }

    private Future<Tokens> prolong(RotatedSession session, String next, Caller caller) {
        String id = String.valueOf(session.sessionId());
        return admit(session.user(), caller)
                .compose(user -> trail.refreshed(user, id, caller).map(user))
                .compose(user -> sessions.tokens(user, id, next));
    }

    private Future<String> admit(@Nullable User user, Caller caller) {
        if (user == null) {
            return Future.failedFuture(Refusals.refreshTokenNotValid());
        }
        if (user.disabled()) {
            return sessions.endAll(user.id(), caller)
                    .compose(ended -> Future.failedFuture(Refusals.refreshTokenNotValid()));
        }
        return Future.succeededFuture(user.id());
    }
}
