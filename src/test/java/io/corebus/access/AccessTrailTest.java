package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.Client;
import io.corebus.access.AccessMessages.CompleteSetup;
import io.corebus.access.AccessMessages.ListUsers;
import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.access.AccessMessages.Refresh;
import io.corebus.access.AccessMessages.RotateKeys;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.SignOut;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.access.SessionMessages.ChangePassword;
import io.corebus.access.SessionMessages.RevokeSessions;
import io.corebus.access.TokenMessages.ListTokens;
import io.corebus.bus.Caller;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.StorageMessages.EndSessions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an auditor can tell of sign-ins, of those that failed, and of what was denied. */
class AccessTrailTest {
    private static final Client CLIENT = new Client("192.0.2.7", "Browser");
    private static final String FROM = ",\"address\":\"192.0.2.7\"}";

    private final House house = House.empty();

    @AfterEach
    void close() {
        house.close();
    }

    private String admin() {
        house.ask(AccessMessages.PREPARE_SETUP, new PrepareSetup(House.ADMIN_EMAIL, House.PASSWORD), house.system());
        return house.storage.user(House.ADMIN_EMAIL).id();
    }

    private Tokens signIn() {
        SignIn request = new SignIn(House.ADMIN_EMAIL, House.PASSWORD, CLIENT, false);
        return house.ask(AccessMessages.SIGN_IN, request, house.anonymous());
    }

    private void signInWrongly(String email) {
        house.refusal(AccessMessages.SIGN_IN, new SignIn(email, "wrong", CLIENT, false), house.anonymous());
    }

    /** Kind, whom it is about, and what it tells. */
    private List<String> trail() {
        return house.storage.requests(AppendEntry.class).stream()
                .map(entry -> entry.kind() + " " + entry.resourceId() + " " + text(entry))
                .toList();
    }

    private static String text(AppendEntry entry) {
        return entry.detail() == null ? "-" : entry.detail().toString();
    }

    private String session(Tokens tokens) {
        return TokenIds.session(house.authenticate(tokens.accessToken()).tokenId());
    }

    @Test
    void aSignIn_andWhatProlongsIt_tellTheSession() {
        String admin = admin();

        Tokens tokens = signIn();
        house.ask(AccessMessages.REFRESH, new Refresh(tokens.refreshToken()), house.anonymous());

        String session = "\"session\":\"" + session(tokens) + "\"";
        assertThat(trail())
                .containsExactly(
                        "signed-in " + admin + " {\"way\":\"password\"," + session + FROM,
                        "session-refreshed " + admin + " {" + session + "}");
    }

    @Test
    void aSignInThatFails_tellsFromWhere_unlessItNamesNobody() {
        String admin = admin();

        signInWrongly(House.ADMIN_EMAIL);
        signInWrongly("nobody@example.org");

        String told = "{\"way\":\"password\",\"code\":\"invalid-credentials\"";
        assertThat(trail())
                .containsExactly("sign-in-failed " + admin + " " + told + FROM, "sign-in-failed null " + told + "}");
    }

    @Test
    void aWrongOldPassword_isASignInThatFailed() {
        String admin = admin();
        Caller caller = house.admin();

        house.refusal(SessionMessages.CHANGE_PASSWORD, new ChangePassword("wrong", "a new password"), caller);

        assertThat(trail())
                .containsExactly("sign-in-failed " + admin + " {\"way\":\"password-change\",\"code\":\"validation\"}");
    }

    @Test
    void aWrongSetupToken_andTheSessionThatTheRightOneBegins_areInTheTrail() {
        String token = house.ask(AccessMessages.PREPARE_SETUP, new PrepareSetup(null, null), house.system())
                .token();

        house.refusal(AccessMessages.COMPLETE_SETUP, setup("A".repeat(43)), house.anonymous());
        Tokens tokens = house.ask(AccessMessages.COMPLETE_SETUP, setup(token), house.anonymous());
        house.refusal(AccessMessages.COMPLETE_SETUP, setup("A".repeat(43)), house.anonymous());

        assertThat(trail())
                .containsExactly(
                        "sign-in-failed null {\"way\":\"setup\",\"code\":\"setup-token\"}",
                        "signed-in " + house.storage.user(House.ADMIN_EMAIL).id() + " {\"way\":\"setup\",\"session\":\""
                                + session(tokens) + "\"" + FROM);
    }

    private static CompleteSetup setup(String token) {
        return new CompleteSetup(token, House.ADMIN_EMAIL, House.PASSWORD, CLIENT);
    }

    @Test
    void aSignOut_isLeftToStorage_whichKnowsWhetherThereWasASession() {
        admin();
        Tokens tokens = signIn();

        house.ask(AccessMessages.SIGN_OUT, new SignOut(tokens.refreshToken()), house.anonymous());
        house.ask(AccessMessages.SIGN_OUT, new SignOut("A".repeat(43)), house.anonymous());

        assertThat(trail()).hasSize(1).first().asString().startsWith("signed-in ");
        assertThat(house.storage.requests(EndSessions.class))
                .hasSize(2)
                .allMatch(EndSessions::signedOut)
                .first()
                .isEqualTo(new EndSessions(OpaqueTokens.hash(tokens.refreshToken()), null, true));
    }

    @Test
    void whatIsDenied_isTold_andAboutWhom() {
        String admin = admin();
        Caller eve = house.user(house.createUser("eve@example.org").id());
        List<Runnable> attempts = List.of(
                () -> house.refusal(AccessMessages.LIST_USERS, new ListUsers(1, null), caller(eve)),
                () -> house.refusal(AccessMessages.CHANGE_USER, new ChangeUser(admin, null, null, true), caller(eve)),
                () -> house.refusal(AccessMessages.ROTATE_KEYS, new RotateKeys(), caller(eve)),
                () -> house.refusal(TokenMessages.LIST_TOKENS, new ListTokens(admin), caller(eve)),
                () -> house.refusal(SessionMessages.REVOKE_SESSIONS, new RevokeSessions(admin), caller(eve)));

        attempts.forEach(Runnable::run);

        assertThat(trail())
                .containsExactly(
                        "denied null {\"action\":\"list\",\"code\":\"forbidden\"}",
                        "denied " + admin + " {\"action\":\"change\",\"code\":\"forbidden\"}",
                        "denied null {\"action\":\"rotate-keys\",\"code\":\"forbidden\"}",
                        "denied " + admin + " {\"action\":\"list-tokens\",\"code\":\"forbidden\"}",
                        "denied " + admin + " {\"action\":\"revoke-sessions\",\"code\":\"forbidden\"}");
    }

    @Test
    void whatAnAdminsTokenIsNotGoodFor_isTold() {
        Caller admin = house.user(admin(), Caller.ADMIN_ROLE);
        Caller narrow = new Caller(
                admin.user(),
                admin.roles(),
                null,
                List.of("features:read"),
                admin.via(),
                admin.trace(),
                admin.deadlineNanos());

        house.refusal(AccessMessages.LIST_USERS, new ListUsers(1, null), narrow);

        assertThat(trail()).containsExactly("denied null {\"action\":\"list\",\"code\":\"insufficient-scope\"}");
    }

    /** In a trace of its own, as every request is. */
    private Caller caller(Caller same) {
        return house.user(same.user());
    }
}
