package io.corebus.access;

import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whose token it is and what that user is today. */
final class AuthenticateHandler implements Service<Authenticate, Identity> {
    private final AccessTokens accessTokens;
    private final KnownUsers users;
    private final AccessMetrics metrics;

    AuthenticateHandler(AccessTokens accessTokens, KnownUsers users, AccessMetrics metrics) {
        this.accessTokens = accessTokens;
        this.users = users;
        this.metrics = metrics;
    }

    @Override
    public Future<Identity> handle(Authenticate request, Caller caller) {
        return Future.succeededFuture(request.token())
                .compose(this::verify)
                .compose(token -> identify(token, caller))
                .onComplete(done -> metrics.authentication(done.cause()));
    }

    private Future<AccessToken> verify(@Nullable String token) {
        return token == null ? Future.failedFuture(Refusals.tokenNotValid()) : accessTokens.verify(token);
    }

    private Future<Identity> identify(AccessToken token, Caller caller) {
        return users.find(token.user(), caller).map(found -> identity(token, found.user()));
    }

    private static Identity identity(AccessToken token, @Nullable User user) {
        if (user == null || user.disabled()) {
            throw Refusals.userGone();
        }
        return new Identity(user.id(), user.email(), user.roles(), token.id(), List.of(), token.expiresAt());
    }
}
