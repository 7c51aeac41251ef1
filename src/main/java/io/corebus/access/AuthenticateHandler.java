package io.corebus.access;

import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.ApiToken;
import io.corebus.storage.IdentityMessages.FindSession;
import io.corebus.storage.IdentityMessages.FoundSession;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.FoundUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whose token it is, an access token, one of the provider or an API token, and what that user is today. */
final class AuthenticateHandler implements Service<Authenticate, Identity> {
    private final AccessTokens accessTokens;
    private final ApiTokens apiTokens;
    private final @Nullable ProviderTokens providerTokens;
    private final Known<FindUser, FoundUser> users;
    private final Known<FindSession, FoundSession> sessions;
    private final AccessMetrics metrics;

    /** @param providerTokens null: those of a provider are not taken */
    AuthenticateHandler(
            AccessTokens accessTokens,
            ApiTokens apiTokens,
            @Nullable ProviderTokens providerTokens,
            Known<FindUser, FoundUser> users,
            Known<FindSession, FoundSession> sessions,
            AccessMetrics metrics) {
        this.accessTokens = accessTokens;
        this.apiTokens = apiTokens;
        this.providerTokens = providerTokens;
        this.users = users;
        this.sessions = sessions;
        this.metrics = metrics;
    }

    @Override
    public Future<Identity> handle(Authenticate request, Caller caller) {
        return Future.succeededFuture(request.token())
                .compose(token -> identify(token, caller))
                .onComplete(done -> metrics.authentication(done.cause()));
    }

    private Future<Identity> identify(@Nullable String token, Caller caller) {
        if (token == null) {
            return Future.failedFuture(Refusals.tokenNotValid());
        }
        if (TokenText.isMeant(token)) {
            return apiTokens.verify(token, caller).compose(good -> identify(good, caller));
        }
        ProviderTokens provider = providerTokens;
        return provider == null || CompactToken.isMeant(token)
                ? accessTokens.verify(token).compose(good -> identify(good, caller))
                : provider.verify(token).compose(good -> identify(good, provider, caller));
    }

    private static Future<Identity> identify(ProviderToken token, ProviderTokens provider, Caller caller) {
        return provider.user(token, caller).map(found -> {
            User user = present(found);
            return new Identity(user.id(), user.email(), user.roles(), token.id(), token.scopes(), token.expiresAt());
        });
    }

    private Future<Identity> identify(ApiToken token, Caller caller) {
        return user(token.user(), caller).map(user -> identity(token, user));
    }

    private static Identity identity(ApiToken token, User user) {
        long expiresAt = ApiTokens.end(token).getEpochSecond();
        return new Identity(
                user.id(), user.email(), user.roles(), token.prefix(), token.scopes(), expiresAt, token.rate());
    }

    private Future<Identity> identify(AccessToken token, Caller caller) {
        Future<Void> alive = requireAlive(token.session(), caller);
        return user(token.user(), caller).compose(user -> alive.map(yes -> identity(token, user)));
    }

    /** A token of a version that knew no sessions is good until it expires. */
    private Future<Void> requireAlive(@Nullable String session, Caller caller) {
        return session == null
                ? Future.succeededFuture()
                : sessions.find(new FindSession(session), caller).map(AuthenticateHandler::requireAlive);
    }

    private static @Nullable Void requireAlive(FoundSession session) {
        if (!session.alive()) {
            throw Refusals.sessionEnded();
        }
        return null;
    }

    private static Identity identity(AccessToken token, User user) {
        return new Identity(user.id(), user.email(), user.roles(), token.id(), List.of(), token.expiresAt());
    }

    private Future<User> user(String id, Caller caller) {
        return users.find(new FindUser(id, null), caller).map(found -> present(found.user()));
    }

    private static User present(@Nullable User user) {
        if (user == null || user.disabled()) {
            throw Refusals.userGone();
        }
        return user;
    }
}
