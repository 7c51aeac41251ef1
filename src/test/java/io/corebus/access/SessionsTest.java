package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.Client;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.AccessMessages.Refresh;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.SignOut;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.access.SessionMessages.ChangePassword;
import io.corebus.access.SessionMessages.ListSessions;
import io.corebus.access.SessionMessages.RevokeSession;
import io.corebus.access.SessionMessages.RevokeSessions;
import io.corebus.access.SessionMessages.Session;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.storage.IdentityMessages.RevokeOthers;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final String EMAIL = "bob@example.org";
    private static final String ENDED = "The session of this access token has ended. Sign in again.";

    private final House house = House.withAdmin();
    private final String bob = house.createUser(EMAIL, "viewer").id();
    private final Tokens tokens = house.signIn(EMAIL, House.PASSWORD);

    @AfterEach
    void close() {
        house.close();
    }

    private Caller caller(Tokens shown, String... scopes) {
        Identity identity = house.authenticate(shown.accessToken());
        Caller anonymous = house.anonymous();
        return new Caller(
                identity.user(),
                identity.roles(),
                identity.tokenId(),
                List.of(scopes),
                "http",
                anonymous.trace(),
                anonymous.deadlineNanos());
    }

    private List<Session> sessions(Caller caller) {
        return house.ask(SessionMessages.LIST_SESSIONS, new ListSessions(bob), caller)
                .sessions();
    }

    private void assertEnded(Tokens shown) {
        assertThat(house.authenticationRefusal(shown.accessToken()))
                .isEqualTo(new Failure("invalid-token", 401, ENDED));
    }

    @Test
    void aSession_tellsFromWhereItBegan_andWhichOneIsCurrent() {
        Client client = new Client("192.0.2.7", "Browser/1.0 \u0007" + "x".repeat(300));
        Tokens other =
                house.ask(AccessMessages.SIGN_IN, new SignIn(EMAIL, House.PASSWORD, client, false), house.anonymous());

        List<Session> sessions = sessions(caller(other));

        assertThat(sessions).extracting(Session::current).containsExactly(true, false);
        assertThat(sessions.get(0).address()).isEqualTo("192.0.2.7");
        assertThat(sessions.get(0).userAgent()).startsWith("Browser/1.0 ?xxx").hasSize(200);
        assertThat(sessions.get(1).address()).isNull();
    }

    @Test
    void aRevokedSession_endsItsAccessTokensAtOnce_andNoOthers() {
        Tokens other = house.signIn(EMAIL, House.PASSWORD);
        Caller caller = caller(tokens);
        house.authenticate(other.accessToken());
        String ended = sessions(caller).stream()
                .filter(session -> !session.current())
                .findFirst()
                .orElseThrow()
                .id();

        house.ask(SessionMessages.REVOKE_SESSION, new RevokeSession(bob, ended), caller);

        assertEnded(other);
        assertThat(house.authenticate(tokens.accessToken()).user()).isEqualTo(bob);
        assertThat(house.refusal(AccessMessages.REFRESH, new Refresh(other.refreshToken()), house.anonymous())
                        .code())
                .isEqualTo("invalid-token");
    }

    @Test
    void anAdmin_endsAllSessionsOfAUser() {
        Tokens other = house.signIn(EMAIL, House.PASSWORD);

        house.ask(SessionMessages.REVOKE_SESSIONS, new RevokeSessions(bob), house.admin());

        assertEnded(tokens);
        assertEnded(other);
    }

    @Test
    void endingOnesSessions_keepsTheOneInWhichItIsAsked_alsoAfterARefresh() {
        Tokens other = house.signIn(EMAIL, House.PASSWORD);
        Tokens prolonged = house.ask(AccessMessages.REFRESH, new Refresh(tokens.refreshToken()), house.anonymous());

        house.ask(SessionMessages.REVOKE_SESSIONS, new RevokeSessions(bob), caller(prolonged));

        assertEnded(other);
        assertThat(house.authenticate(prolonged.accessToken()).user()).isEqualTo(bob);
    }

    @Test
    void signingOut_endsTheAccessToken_too() {
        house.authenticate(tokens.accessToken());

        house.ask(AccessMessages.SIGN_OUT, new SignOut(tokens.refreshToken()), house.anonymous());

        assertEnded(tokens);
    }

    @Test
    void sessionsOfOthers_areForAdmins_andATokenWithScopesEndsNone() {
        Caller eve = house.user(house.createUser("eve@example.org").id());

        forbidden(
                house.refusal(SessionMessages.LIST_SESSIONS, new ListSessions(bob), eve),
                "Only an admin may list the sessions of other users.");
        forbidden(
                house.refusal(SessionMessages.REVOKE_SESSIONS, new RevokeSessions(bob), eve),
                "Only an admin may end the sessions of other users.");
        forbidden(
                house.refusal(SessionMessages.REVOKE_SESSION, new RevokeSession(bob, bob), caller(tokens, "write")),
                "The scopes of this token do not allow it: use a token without scopes.");
        assertThat(house.authenticate(tokens.accessToken()).user()).isEqualTo(bob);
    }

    @Test
    void sessionsOfNobody_areNotFound() {
        String nobody = "019f0000-0000-7000-8000-00000000dead";

        Failure listed = house.refusal(SessionMessages.LIST_SESSIONS, new ListSessions(nobody), house.admin());
        Failure ended = house.refusal(SessionMessages.REVOKE_SESSIONS, new RevokeSessions(nobody), house.admin());

        assertThat(List.of(listed, ended))
                .allSatisfy(refused -> assertThat(refused.status()).isEqualTo(404))
                .extracting(Failure::detail)
                .containsOnly("There is no user with this id.");
    }

    @Test
    void aNewPassword_takesTheOldOne_andEndsTheOtherSessions() {
        Tokens other = house.signIn(EMAIL, House.PASSWORD);

        house.ask(
                SessionMessages.CHANGE_PASSWORD, new ChangePassword(House.PASSWORD, "a new password"), caller(tokens));

        assertThat(house.storage.requests(UpdateUser.class))
                .singleElement()
                .matches(UpdateUser::endsSessions, "the sessions end with the change")
                .matches(change -> change.keptSession() != null, "but for the one in which it is asked");
        assertEnded(other);
        assertThat(house.authenticate(tokens.accessToken()).user()).isEqualTo(bob);
        assertThat(house.signIn(EMAIL, "a new password").accessToken()).isNotEmpty();
    }

    @Test
    void aWrongOldPassword_changesNothing() {
        Failure failure = house.refusal(
                SessionMessages.CHANGE_PASSWORD, new ChangePassword("wrong", "a new password"), caller(tokens));
        Failure faults =
                house.refusal(SessionMessages.CHANGE_PASSWORD, new ChangePassword(null, "short"), caller(tokens));

        assertThat(failure.status()).isEqualTo(422);
        assertThat(failure.detail()).isEqualTo("/old_password: This is not the password you have now.");
        assertThat(faults.errors()).extracting("pointer").containsExactly("/old_password", "/password");
        assertThat(house.signIn(EMAIL, House.PASSWORD).accessToken()).isNotEmpty();
        forbidden(
                house.refusal(
                        SessionMessages.CHANGE_PASSWORD,
                        new ChangePassword(House.PASSWORD, "a new password"),
                        caller(tokens, "admin")),
                "The scopes of this token do not allow it: use a token without scopes.");
    }

    @Test
    void aPasswordThatAnAdminSetsMeanwhile_isNotOverwritten() {
        Caller caller = caller(tokens);
        house.storage.afterNext(
                StorageMessages.FIND_USER,
                () -> house.storage.changeBehindTheBack(bob, user -> withHash(user, "of the admin")));

        Failure failure = house.refusal(
                SessionMessages.CHANGE_PASSWORD, new ChangePassword(House.PASSWORD, "a new password"), caller);

        assertThat(failure.detail()).isEqualTo("/old_password: This is not the password you have now.");
        assertThat(house.storage.user(EMAIL).passwordHash()).isEqualTo("of the admin");
        assertThat(house.storage.requests(AppendEntry.class))
                .filteredOn(entry -> entry.kind().equals("sign-in-failed"))
                .hasSize(1);
    }

    @Test
    void aChangeWhoseAnswerWasLost_isDone_whenItIsAskedAgain() {
        Tokens other = house.signIn(EMAIL, House.PASSWORD);
        Caller caller = caller(tokens);
        ChangePassword change = new ChangePassword(House.PASSWORD, "a new password");
        house.ask(SessionMessages.CHANGE_PASSWORD, change, caller);

        house.ask(SessionMessages.CHANGE_PASSWORD, change, caller);

        assertThat(house.storage.requests(AppendEntry.class))
                .extracting(AppendEntry::kind)
                .doesNotContain("sign-in-failed");
        assertThat(house.storage.requests(RevokeOthers.class)).hasSize(2);
        assertEnded(other);
        assertThat(house.signIn(EMAIL, "a new password").accessToken()).isNotEmpty();
        Caller another = caller(tokens);
        assertThat(house.refusal(SessionMessages.CHANGE_PASSWORD, change, another)
                        .detail())
                .isEqualTo("/old_password: This is not the password you have now.");
    }

    private static User withHash(User user, String hash) {
        return new User(user.id(), user.email(), hash, user.roles(), user.disabled(), user.createdAt());
    }

    private static void forbidden(Failure failure, String detail) {
        assertThat(failure).isEqualTo(new Failure("forbidden", 403, detail));
    }
}
