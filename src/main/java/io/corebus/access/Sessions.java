package io.corebus.access;

import io.corebus.access.AccessMessages.Client;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.RevokeOthers;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.EndSessions;
import io.corebus.storage.StorageMessages.InsertSession;
import io.corebus.storage.StorageMessages.RotateSession;
import io.corebus.storage.StorageMessages.RotatedSession;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What lasts from a sign-in to a sign-out: a chain of refresh tokens, each of which is exchanged for the next one. */
final class Sessions {
    private static final Duration BRIEF = Duration.ofMinutes(1);

    private final Bus bus;
    private final AccessTokens accessTokens;
    private final OpaqueTokens opaqueTokens;
    private final AccessConfig config;
    private final Clock clock;

    Sessions(Bus bus, AccessTokens accessTokens, OpaqueTokens opaqueTokens, AccessConfig config, Clock clock) {
        this.bus = bus;
        this.accessTokens = accessTokens;
        this.opaqueTokens = opaqueTokens;
        this.config = config;
        this.clock = clock;
    }

    /** A session that has begun, and its first tokens. */
    record Begun(String id, Tokens tokens) {
        @Override
        public String toString() {
            return "Begun[" + id + "]";
        }
    }

    /** @param client from where it begins */
    Future<Begun> begin(String user, Client client, Caller caller) {
        String refreshToken = opaqueTokens.create();
        String id = UUID.randomUUID().toString();
        return insert(id, user, refreshToken, expiresAt(), client, caller)
                .compose(done -> tokens(user, id, refreshToken))
                .map(tokens -> new Begun(id, tokens));
    }

    /** The id of a session that lasts a minute unless its refresh token, which the asker has made, is exchanged until then. */
    Future<String> beginBriefly(String user, String refreshToken, Client client, Caller caller) {
        String id = UUID.randomUUID().toString();
        String end = clock.instant().plus(BRIEF).toString();
        return insert(id, user, refreshToken, end, client, caller).map(id);
    }

    private Future<StorageMessages.Done> insert(
            String id, String user, String refreshToken, String expiresAt, Client client, Caller caller) {
        String hash = OpaqueTokens.hash(refreshToken);
        InsertSession command =
                new InsertSession(id, user, hash, expiresAt, client.shortAddress(), client.shortAgent());
        return bus.request(StorageMessages.INSERT_SESSION, command, caller);
    }

    /** Whose session it is, or nobody's where the token was not good. Where that ended a session, all nodes are told. */
    Future<RotatedSession> exchange(String refreshToken, String next, Caller caller) {
        RotateSession command =
                new RotateSession(OpaqueTokens.hash(refreshToken), OpaqueTokens.hash(next), expiresAt());
        return bus.request(StorageMessages.ROTATE_SESSION, command, caller).onSuccess(done -> tell(done.robbed()));
    }

    Future<Tokens> tokens(String user, String session, String refreshToken) {
        int expiresIn = (int) config.tokenLife().toSeconds();
        return accessTokens.issue(user, session).map(accessToken -> new Tokens(accessToken, expiresIn, refreshToken));
    }

    /** For a session that was begun in vain. */
    Future<Void> withdraw(String refreshToken, Caller caller) {
        return end(new EndSessions(OpaqueTokens.hash(refreshToken), null), caller);
    }

    /** Is in the journal, where it was a session. */
    Future<Void> signOut(String refreshToken, Caller caller) {
        return end(new EndSessions(OpaqueTokens.hash(refreshToken), null, true), caller);
    }

    /** Whose session it was is told to all nodes, so that its access tokens end, too. */
    private Future<Void> end(EndSessions command, Caller caller) {
        return bus.request(StorageMessages.END_SESSIONS, command, caller)
                .onSuccess(ended -> tell(ended.user()))
                .mapEmpty();
    }

    Future<Void> endAll(String user, Caller caller) {
        return bus.request(StorageMessages.END_SESSIONS, new EndSessions(null, user), caller)
                .onSuccess(ended -> tell(user))
                .mapEmpty();
    }

    /** @param kept null: none */
    Future<Void> endOthers(String user, @Nullable String kept, Caller caller) {
        return bus.request(IdentityMessages.REVOKE_OTHERS, new RevokeOthers(user, kept), caller)
                .onSuccess(ended -> tell(user))
                .mapEmpty();
    }

    private void tell(@Nullable String user) {
        if (user != null) {
            bus.publish(AccessMessages.USER_CHANGED, new UserChanged(user));
        }
    }

    private String expiresAt() {
        return clock.instant().plus(config.refreshLife()).toString();
    }
}
