package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.AccessMessages.ListUsers;
import io.corebus.access.SessionMessages.ListSessions;
import io.corebus.access.TokenMessages.ApiToken;
import io.corebus.access.TokenMessages.IssueToken;
import io.corebus.access.TokenMessages.IssuedToken;
import io.corebus.access.TokenMessages.ListTokens;
import io.corebus.access.TokenMessages.RevokeToken;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.FindToken;
import io.corebus.storage.IdentityMessages.InsertToken;
import io.corebus.storage.IdentityMessages.TouchToken;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTokensTest {
    private final House house = House.withAdmin();
    private final String bob = house.createUser("bob@example.org", "editor").id();

    @AfterEach
    void close() {
        house.close();
    }

    private IssueToken request(String user, String... scopes) {
        return new IssueToken(
                user, "ci", scopes.length == 0 ? null : List.of(scopes), null, null, TokenMessages.seed());
    }

    private IssuedToken issue(String user, String... scopes) {
        return house.ask(TokenMessages.ISSUE_TOKEN, request(user, scopes), house.user(bob, "editor"));
    }

    @Test
    void anIssuedToken_saysWhoseItIs_andWhatItIsGoodFor() {
        IssueToken request =
                new IssueToken(bob, " ci ", List.of("read", "features:create", "read"), null, 20, TokenMessages.seed());

        IssuedToken issued = house.ask(TokenMessages.ISSUE_TOKEN, request, house.user(bob, "editor"));
        Identity identity = house.authenticate(issued.secret());

        assertThat(issued.secret()).matches("cbt_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
        assertThat(issued.token().name()).isEqualTo("ci");
        assertThat(issued.token().prefix()).isEqualTo(issued.secret().substring(0, 16));
        assertThat(identity.user()).isEqualTo(bob);
        assertThat(identity.roles()).containsExactly("editor");
        assertThat(identity.scopes()).containsExactly("read", "features:create");
        assertThat(identity.rate()).isEqualTo(20);
        assertThat(identity.tokenId()).isEqualTo(issued.token().prefix());
        assertThat(identity.expiresAt()).isEqualTo(253_402_214_400L);
    }

    @Test
    void theTokenItself_isNeitherStoredNorShownAgain() {
        IssuedToken issued = issue(bob);

        List<ApiToken> listed = house.ask(TokenMessages.LIST_TOKENS, new ListTokens(bob), house.user(bob, "editor"))
                .tokens();

        String secret = issued.secret().substring(17);
        assertThat(listed).containsExactly(issued.token());
        assertThat(listed.toString()).doesNotContain(secret);
        assertThat(house.storage.requests(InsertToken.class)).singleElement().satisfies(stored -> {
            assertThat(stored.hash()).isEqualTo(OpaqueTokens.hash(issued.secret()));
            assertThat(stored.prefix()).doesNotContain(secret);
        });
        assertThat(issued.toString()).doesNotContain(secret);
    }

    @Test
    void aRepeatedMessage_issuesOneToken() {
        IssueToken request = request(bob);
        Caller caller = house.user(bob, "editor");

        IssuedToken first = house.ask(TokenMessages.ISSUE_TOKEN, request, caller);
        house.storage.loseNextAnswer(IdentityMessages.INSERT_TOKEN);
        IssuedToken second = house.ask(TokenMessages.ISSUE_TOKEN, request, caller);

        assertThat(second).isEqualTo(first);
        assertThat(house.ask(TokenMessages.LIST_TOKENS, new ListTokens(bob), caller)
                        .tokens())
                .hasSize(1);
    }

    @Test
    void anExpiredToken_isRefusedAsSuch() {
        String end = house.clock.instant().plusSeconds(60).toString();
        IssuedToken issued = house.ask(
                TokenMessages.ISSUE_TOKEN,
                new IssueToken(bob, "short", null, end, null, TokenMessages.seed()),
                house.user(bob));
        house.authenticate(issued.secret());
        house.clock.forward(Duration.ofSeconds(60));

        invalid(house.authenticationRefusal(issued.secret()), "The API token has expired. Issue a new one.");
    }

    @Test
    void aRevokedToken_isRefusedAtOnce() {
        IssuedToken issued = issue(bob);
        house.authenticate(issued.secret());

        house.ask(
                TokenMessages.REVOKE_TOKEN, new RevokeToken(bob, issued.token().id()), house.admin());

        invalid(house.authenticationRefusal(issued.secret()));
    }

    @Test
    void aTokenOfADisabledUser_isRefusedAtOnce() {
        IssuedToken issued = issue(bob);
        house.authenticate(issued.secret());

        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(bob, null, null, true), house.admin());

        invalid(
                house.authenticationRefusal(issued.secret()),
                "The account of this access token is deleted or disabled. Ask an admin.");
    }

    @Test
    void aTokenWithATypingError_isRefusedWithoutALook() {
        String good = issue(bob).secret();
        char last = good.charAt(40) == 'a' ? 'b' : 'a';
        house.storage.requests.clear();

        for (String bad : List.of(good.substring(0, 40) + last + good.substring(41), good + "a", "cbt_", "cbt_x_y")) {
            invalid(house.authenticationRefusal(bad));
        }
        assertThat(house.storage.requests(FindToken.class)).isEmpty();
        invalid(house.authenticationRefusal(TokenText.of(TokenMessages.seed())));
        assertThat(house.storage.requests(FindToken.class)).hasSize(1);
    }

    @Test
    void aUse_isNotedOnceAMinute() {
        String token = issue(bob).secret();

        for (int i = 0; i < 5; i++) {
            house.authenticate(token);
        }

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(house.storage.requests(TouchToken.class)).hasSize(1));
        assertThat(house.ask(TokenMessages.LIST_TOKENS, new ListTokens(bob), house.admin())
                        .tokens()
                        .get(0)
                        .lastUsedAt())
                .isNotNull();
    }

    @Test
    void whatIsWrongWithARequest_isToldAllAtOnce() {
        IssueToken request = new IssueToken(
                bob, " ", List.of("read", "everything"), "2001-01-01T00:00:00Z", 0, TokenMessages.seed());

        Failure failure = house.refusal(TokenMessages.ISSUE_TOKEN, request, house.admin());

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.errors())
                .extracting(FieldFault::pointer, FieldFault::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/name", "required"),
                        org.assertj.core.groups.Tuple.tuple("/scopes/1", "pattern"),
                        org.assertj.core.groups.Tuple.tuple("/expires_at", "range"),
                        org.assertj.core.groups.Tuple.tuple("/rate", "range"));
        IssueToken many = new IssueToken(
                bob, "n".repeat(101), Collections.nCopies(51, "read"), "tomorrow", null, TokenMessages.seed());
        assertThat(house.refusal(TokenMessages.ISSUE_TOKEN, many, house.admin()).errors())
                .extracting(FieldFault::code)
                .containsExactly("max-length", "max-items", "format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read",
                "write",
                "admin",
                "features:read",
                "features:create",
                "features:update",
                "features:delete",
                "features:*"
            })
    void aScopeThatCanMatch_isTaken(String scope) {
        assertThat(house.authenticate(issue(bob, scope).secret()).scopes()).containsExactly(scope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"features:nope", "features:", "features:**", "*", "*:read", "features:write", "Features:read", ""
            })
    void aScopeThatCanNeverMatch_isRefused(String scope) {
        Failure failure = house.refusal(TokenMessages.ISSUE_TOKEN, request(bob, scope), house.admin());

        assertThat(failure.errors())
                .containsExactly(
                        new FieldFault(
                                "/scopes/0",
                                "pattern",
                                "A scope is read, write, admin, or a feature, a colon, and read, create, update, delete, act or *, such as features:create or orders:act."));
    }

    @Test
    void noScopesAtAll_areNotAllOfThem() {
        IssueToken none = new IssueToken(bob, "ci", List.of(), null, null, TokenMessages.seed());

        assertThat(house.refusal(TokenMessages.ISSUE_TOKEN, none, house.admin()).errors())
                .containsExactly(new FieldFault(
                        "/scopes",
                        "min-items",
                        "A token is good for something: leave scopes out for all that its user may."));
    }

    @Test
    void tokensOfOthers_areForAdmins() {
        IssuedToken issued = issue(bob);
        Caller eve = house.user(house.createUser("eve@example.org", "editor").id(), "editor");

        assertThat(house.refusal(
                                TokenMessages.LIST_TOKENS,
                                new ListTokens("019f0000-0000-7000-8000-00000000dead"),
                                house.admin())
                        .detail())
                .isEqualTo("There is no user with this id.");
        forbidden(
                house.refusal(TokenMessages.ISSUE_TOKEN, request(bob), eve),
                "Only an admin may issue tokens for other users.");
        forbidden(
                house.refusal(TokenMessages.LIST_TOKENS, new ListTokens(bob), eve),
                "Only an admin may list the tokens of other users.");
        forbidden(
                house.refusal(
                        TokenMessages.REVOKE_TOKEN,
                        new RevokeToken(bob, issued.token().id()),
                        eve),
                "Only an admin may revoke the tokens of other users.");
        assertThat(house.authenticate(issued.secret()).user()).isEqualTo(bob);
    }

    @Test
    void aTokenOfAPerson_issuesNoTokens_andOneWithScopesRevokesNone() {
        Identity identity = house.authenticate(issue(bob, "read").secret());
        Caller program = new Caller(
                bob,
                identity.roles(),
                identity.tokenId(),
                identity.scopes(),
                "http",
                house.anonymous().trace(),
                house.anonymous().deadlineNanos());

        forbidden(
                house.refusal(TokenMessages.ISSUE_TOKEN, request(bob), program),
                "API tokens are issued by people: sign in with a password to get another one.");
        forbidden(
                house.refusal(TokenMessages.REVOKE_TOKEN, new RevokeToken(bob, bob), program),
                "The scopes of this token do not allow it: use a token without scopes.");
    }

    private Caller program(String user, List<String> roles, String... scopes) {
        Caller person = house.user(user);
        return new Caller(
                user, roles, "cbt_0123456789ab", List.of(scopes), "http", person.trace(), person.deadlineNanos());
    }

    @Test
    void aTokenOfAnAdmin_thatIsGoodForSomethingElse_isToldWhichWouldDo() {
        String ada = house.storage.user(House.ADMIN_EMAIL).id();
        Caller reader = program(ada, List.of("admin"), "read", "write");
        Failure insufficient = new Failure(
                "insufficient-scope", 403, "This takes a token with the scope admin; yours has read, write.");

        assertThat(house.refusal(AccessMessages.LIST_USERS, new ListUsers(10, null), reader))
                .isEqualTo(insufficient);
        assertThat(house.refusal(TokenMessages.LIST_TOKENS, new ListTokens(bob), reader))
                .isEqualTo(insufficient);
        forbidden(
                house.refusal(
                        AccessMessages.LIST_USERS, new ListUsers(10, null), program(bob, List.of("editor"), "read")),
                "Only an admin may list users.");
        house.ask(AccessMessages.LIST_USERS, new ListUsers(10, null), program(ada, List.of("admin"), "admin"));
    }

    @Test
    void aTokenForOneFeature_seesNeitherSessionsNorTokens() {
        Caller narrow = program(bob, List.of("editor"), "features:create");
        Failure insufficient = new Failure(
                "insufficient-scope",
                403,
                "This takes a token with the scope read or admin; yours has features:create.");

        assertThat(house.refusal(TokenMessages.LIST_TOKENS, new ListTokens(bob), narrow))
                .isEqualTo(insufficient);
        assertThat(house.refusal(SessionMessages.LIST_SESSIONS, new ListSessions(bob), narrow))
                .isEqualTo(insufficient);
        house.ask(AccessMessages.GET_USER, new GetUser(bob), narrow);
        for (Caller good : List.of(
                program(bob, List.of("editor"), "read"),
                program(bob, List.of("editor"), "admin"),
                program(bob, List.of("editor")))) {
            house.ask(TokenMessages.LIST_TOKENS, new ListTokens(bob), good);
            house.ask(SessionMessages.LIST_SESSIONS, new ListSessions(bob), good);
        }
    }

    @Test
    void aDisabledUser_getsNoToken() {
        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(bob, null, null, true), house.admin());

        assertThat(house.refusal(TokenMessages.ISSUE_TOKEN, request(bob), house.admin()))
                .isEqualTo(new Failure("user-disabled", 409, "This user is disabled. Let it in again first."));
    }

    private static void invalid(Failure failure) {
        invalid(failure, "The API token is not valid: it was revoked, or it is incomplete. Issue a new one.");
    }

    private static void invalid(Failure failure, String detail) {
        assertThat(failure).isEqualTo(new Failure("invalid-token", 401, detail));
    }

    private static void forbidden(Failure failure, String detail) {
        assertThat(failure).isEqualTo(new Failure("forbidden", 403, detail));
    }
}
