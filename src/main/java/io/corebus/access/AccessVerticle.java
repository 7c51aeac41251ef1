package io.corebus.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.DeleteUser;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.access.OidcMessages.ListIdentities;
import io.corebus.access.OidcMessages.UnlinkUser;
import io.corebus.access.SessionMessages.ListSessions;
import io.corebus.access.SessionMessages.RevokeSession;
import io.corebus.access.SessionMessages.RevokeSessions;
import io.corebus.access.TokenMessages.IssueToken;
import io.corebus.access.TokenMessages.ListTokens;
import io.corebus.access.TokenMessages.RevokeToken;
import io.corebus.bus.Bus;
import io.corebus.config.OidcConfig;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.FindSession;
import io.corebus.storage.IdentityMessages.FoundSession;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.FoundUser;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The access room. Any number of instances, on any number of nodes; all they share is in storage. */
public final class AccessVerticle extends VerticleBase {
    private final AccessConfig config;
    private final OidcConfig oidc;
    private final Bus bus;
    private final MeterRegistry meters;
    private final Clock clock;
    private @Nullable SigningKeys signingKeys;

    public AccessVerticle(AccessConfig config, OidcConfig oidc, Bus bus, MeterRegistry meters) {
        this(config, oidc, bus, meters, Clock.systemUTC());
    }

    AccessVerticle(AccessConfig config, OidcConfig oidc, Bus bus, MeterRegistry meters, Clock clock) {
        this.config = config;
        this.oidc = oidc;
        this.bus = bus;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        AccessMetrics metrics = new AccessMetrics(meters);
        PasswordHasher passwords = new PasswordHasher(vertx, config, metrics);
        SigningKeys keys = new SigningKeys(vertx, bus, config, clock, SigningKeys.LOOK_EVERY);
        AccessTokens accessTokens = new AccessTokens(keys, config, clock);
        OpaqueTokens opaqueTokens = new OpaqueTokens();
        Sessions sessions = new Sessions(bus, accessTokens, opaqueTokens, config, clock);
        AccessTrail trail = new AccessTrail(bus);
        Known<FindUser, FoundUser> users = new Known<>(bus, StorageMessages.FIND_USER, Ticker.systemTicker());
        Known<FindSession, FoundSession> known = new Known<>(bus, IdentityMessages.FIND_SESSION, Ticker.systemTicker());
        ApiTokens apiTokens = new ApiTokens(bus, clock, Ticker.systemTicker());
        OidcProvider provider = Oidc.provider(vertx, oidc, clock);
        ProviderTokens providerTokens = provider == null || oidc.audiences().isEmpty()
                ? null
                : new ProviderTokens(provider, oidc.audiences(), bus, clock);
        FirstAdmin firstAdmin = new FirstAdmin(bus, passwords, clock);
        PasswordUpgrade upgrade = new PasswordUpgrade(bus, passwords);
        RefreshHandler refresh = new RefreshHandler(keys, sessions, trail, metrics);
        signingKeys = keys;
        keys.start();
        return Future.all(List.of(
                bus.subscribe(AccessMessages.USER_CHANGED, event -> {
                    forget(event, users, known, apiTokens);
                    if (providerTokens != null) {
                        providerTokens.forgetUsers();
                    }
                }),
                bus.serve(AccessMessages.HEALTH, new HealthHandler(bus, keys)),
                bus.serve(
                        AccessMessages.AUTHENTICATE,
                        new AuthenticateHandler(accessTokens, apiTokens, providerTokens, users, known, metrics)),
                bus.serve(
                        AccessMessages.SIGN_IN,
                        new SignInHandler(
                                bus, passwords, upgrade, sessions, trail, new DeviceProof(opaqueTokens), metrics)),
                bus.serve(AccessMessages.RECOGNIZE, new RecognizeHandler(bus)),
                bus.serve(AccessMessages.REFRESH, refresh),
                Oidc.serve(bus, oidc, provider, keys, sessions, trail, refresh, clock),
                bus.serve(AccessMessages.SIGN_OUT, new SignOutHandler(sessions)),
                bus.serve(
                        AccessMessages.PREPARE_SETUP,
                        new PrepareSetupHandler(bus, firstAdmin, opaqueTokens, config, clock)),
                bus.serve(AccessMessages.COMPLETE_SETUP, new CompleteSetupHandler(firstAdmin, sessions, trail, config)),
                bus.serve(AccessMessages.PUBLIC_KEYS, new PublicKeysHandler(keys)),
                bus.serve(AccessMessages.ATTEST, new AttestHandler(keys)),
                bus.serve(AccessMessages.CHECK_ATTESTATION, new CheckAttestationHandler(keys)),
                bus.serve(
                        AccessMessages.ROTATE_KEYS,
                        trail.withDenials("rotate-keys", new RotateKeysHandler(keys, trail))),
                serveUsers(passwords, sessions, trail),
                serveTokens(trail),
                serveIdentities(trail),
                serveSessions(passwords, sessions, trail)));
    }

    @Override
    public Future<?> stop() {
        if (signingKeys != null) {
            signingKeys.stop();
        }
        return Future.succeededFuture();
    }

    private static void forget(
            UserChanged event,
            Known<FindUser, FoundUser> users,
            Known<FindSession, FoundSession> sessions,
            ApiTokens apiTokens) {
        users.forget(new FindUser(event.user(), null));
        sessions.forgetAll();
        apiTokens.forgetAll();
    }

    private Future<?> serveUsers(PasswordHasher passwords, Sessions sessions, AccessTrail trail) {
        return Future.all(List.of(
                bus.serve(
                        AccessMessages.CREATE_USER,
                        trail.withDenials("create", new CreateUserHandler(bus, passwords, config, clock))),
                bus.serve(AccessMessages.GET_USER, trail.withDenials("get", GetUser::id, new GetUserHandler(bus))),
                bus.serve(AccessMessages.LIST_USERS, trail.withDenials("list", new ListUsersHandler(bus))),
                bus.serve(
                        AccessMessages.CHANGE_USER,
                        trail.withDenials(
                                "change", ChangeUser::id, new ChangeUserHandler(bus, passwords, sessions, config))),
                bus.serve(
                        AccessMessages.DELETE_USER,
                        trail.withDenials("delete", DeleteUser::id, new DeleteUserHandler(bus)))));
    }

    private Future<?> serveSessions(PasswordHasher passwords, Sessions sessions, AccessTrail trail) {
        return Future.all(
                bus.serve(
                        SessionMessages.LIST_SESSIONS,
                        trail.withDenials("list-sessions", ListSessions::user, new ListSessionsHandler(bus))),
                bus.serve(
                        SessionMessages.REVOKE_SESSION,
                        trail.withDenials("revoke-session", RevokeSession::user, new RevokeSessionHandler(bus))),
                bus.serve(
                        SessionMessages.REVOKE_SESSIONS,
                        trail.withDenials(
                                "revoke-sessions",
                                RevokeSessions::user,
                                new RevokeSessionsHandler(bus, sessions, trail))),
                bus.serve(
                        SessionMessages.CHANGE_PASSWORD,
                        trail.withDenials(
                                "change-password",
                                new ChangePasswordHandler(bus, passwords, sessions, trail, config))));
    }

    /** Also where no provider is configured: there may have been one before. */
    private Future<?> serveIdentities(AccessTrail trail) {
        return Future.all(
                bus.serve(
                        OidcMessages.LIST_IDENTITIES,
                        trail.withDenials("list-identities", ListIdentities::user, new ListIdentitiesHandler(bus))),
                bus.serve(
                        OidcMessages.UNLINK_USER,
                        trail.withDenials("unlink", UnlinkUser::user, new UnlinkUserHandler(bus))));
    }

    private Future<?> serveTokens(AccessTrail trail) {
        return Future.all(
                bus.serve(
                        TokenMessages.ISSUE_TOKEN,
                        trail.withDenials("issue-token", IssueToken::user, new IssueTokenHandler(bus, clock))),
                bus.serve(
                        TokenMessages.LIST_TOKENS,
                        trail.withDenials("list-tokens", ListTokens::user, new ListTokensHandler(bus))),
                bus.serve(
                        TokenMessages.REVOKE_TOKEN,
                        trail.withDenials("revoke-token", RevokeToken::user, new RevokeTokenHandler(bus))));
    }
}
