package io.corebus.access;

import io.corebus.access.AccessMessages.Refresh;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.access.OidcMessages.RedeemOidc;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;

/** Exchanges the code of a finished sign-in elsewhere, once, for tokens. A second exchange ends the session: somebody copied the code. */
final class RedeemOidcHandler implements Service<RedeemOidc, Tokens> {
    private final RefreshHandler refresh;

    RedeemOidcHandler(RefreshHandler refresh) {
        this.refresh = refresh;
    }

    @Override
    public Future<Tokens> handle(RedeemOidc request, Caller caller) {
        String code = request.code();
        String binding = request.binding();
        if (code == null || binding == null || !OpaqueTokens.isToken(code) || !OpaqueTokens.isToken(binding)) {
            return Future.failedFuture(Refusals.oidcState());
        }
        return refresh.handle(new Refresh(FinishOidcHandler.together(code, binding)), caller)
                .recover(RedeemOidcHandler::inOurWords);
    }

    private static <T> Future<T> inOurWords(Throwable cause) {
        return Future.failedFuture(Refusals.is(cause, "invalid-token") ? Refusals.oidcState() : cause);
    }
}
