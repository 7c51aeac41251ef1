package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.access.AccessMessages.SignOut;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Ends the session of a refresh token. One that is none, or has ended, is as good as signed out. */
final class SignOutHandler implements Service<SignOut, Done> {
    private final Sessions sessions;

    SignOutHandler(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Future<Done> handle(SignOut request, Caller caller) {
        String token = required(request.refreshToken());
        Future<Void> ended =
                OpaqueTokens.isToken(token) ? sessions.signOut(token, caller) : Future.<Void>succeededFuture();
        return ended.map(new Done());
    }

    /** Fails with {@code validation} 422 where there is none. */
    static String required(@Nullable String refreshToken) {
        if (refreshToken == null || refreshToken.isEmpty()) {
            throw Refusals.refreshTokenRequired();
        }
        return refreshToken;
    }
}
