package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.access.AccessMessages.Client;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.access.OidcMessages.BeginOidc;
import io.corebus.access.OidcMessages.BegunOidc;
import io.corebus.access.OidcMessages.FinishOidc;
import io.corebus.access.OidcMessages.FinishedOidc;
import io.corebus.access.OidcMessages.RedeemOidc;
import io.corebus.access.OidcMessages.UnlinkUser;
import io.corebus.access.SessionMessages.ChangePassword;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.config.OidcConfig;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a provider may say, and what of it is not believed. */
class OidcTest {
    private static final String NOT_VALID =
            "The provider's answer is not valid. Sign in again; if that does not help, ask an admin.";

    private static final String ADA = "019f0000-0000-7000-8000-0000000000ad";

    private final House house = new House();
    private final ProviderDouble provider = new ProviderDouble(house.vertx, house);

    OidcTest() {
        house.await(house.vertx.deployVerticle(house.storage));
        house.addRoom(House.config(), provider.config(true));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private BegunOidc begin() {
        BegunOidc begun =
                house.ask(OidcMessages.BEGIN_OIDC, new BeginOidc("http://here/callback", "/app"), house.anonymous());
        provider.nonce = parameter(begun, "nonce");
        provider.isNow(house.clock.instant());
        return begun;
    }

    private static String parameter(BegunOidc begun, String name) {
        return begun.location().replaceAll(".*[?&]" + name + "=([^&]*).*", "$1");
    }

    private FinishOidc answer(BegunOidc begun) {
        return new FinishOidc(
                begun.flow(), parameter(begun, "state"), "a-code", null, null, new Client("192.0.2.1", "Browser"));
    }

    private FinishedOidc finish(BegunOidc begun) {
        return house.ask(OidcMessages.FINISH_OIDC, answer(begun), house.anonymous());
    }

    private void refused(FinishOidc answer, int status, String code, String detail) {
        assertThat(house.refusal(OidcMessages.FINISH_OIDC, answer, house.anonymous()))
                .isEqualTo(new Failure(code, status, detail));
    }

    private void state(FinishOidc answer) {
        refused(
                answer,
                400,
                "oidc-state",
                "This sign-in was begun elsewhere, took too long, or is finished already. Begin again.");
    }

    @Test
    void somebodyWhoComesBack_isSignedIn() {
        BegunOidc begun = begin();

        FinishedOidc finished = finish(begun);
        Tokens tokens = house.ask(
                OidcMessages.REDEEM_OIDC, new RedeemOidc(finished.code(), finished.binding()), house.anonymous());

        Identity identity = house.authenticate(tokens.accessToken());
        assertThat(identity.email()).isEqualTo("ada@example.org");
        assertThat(identity.roles()).containsExactly("editor");
        assertThat(finished.returnTo()).isEqualTo("/app");
        assertThat(parameter(begun, "code_challenge_method")).isEqualTo("S256");
        assertThat(begun.flow()).doesNotContain(provider.nonce);
    }

    @Test
    void anAnswerToAnotherQuestion_isNotTaken() {
        BegunOidc begun = begin();
        FinishOidc good = answer(begun);

        state(new FinishOidc(null, good.state(), "c", null, null, good.client()));
        state(new FinishOidc(begun.flow(), "another", "c", null, null, good.client()));
        state(new FinishOidc(begun.flow(), null, "c", null, null, good.client()));
        state(new FinishOidc(begun.flow().substring(1), good.state(), "c", null, null, good.client()));
        state(new FinishOidc(begun.flow() + "A", good.state(), "c", null, null, good.client()));
        state(new FinishOidc(begin().flow(), good.state(), "c", null, null, good.client()));
        house.clock.forward(Duration.ofMinutes(10));
        state(good);
    }

    @Test
    void aTokenThatDoesNotHold_isNotBelieved() {
        List<UnaryOperator<JsonObject>> faults = List.of(
                claims -> claims.put("nonce", "another"),
                claims -> claims.put("aud", "somebody else"),
                claims -> claims.put("aud", new JsonArray().add("corebus").add("other")),
                claims -> claims.put("iss", "https://evil.example"),
                claims -> claims.put("exp", claims.getLong("iat") - 31),
                claims -> claims.put("iat", claims.getLong("iat") + 31),
                claims -> without(claims, "exp"),
                claims -> without(claims, "nonce"),
                claims -> without(claims, "sub"),
                claims -> claims.put("sub", ""),
                claims -> claims.put("sub", " "),
                claims -> claims.put("sub", "sub\0"),
                claims -> claims.put("nbf", claims.getLong("iat") + 31),
                claims -> claims.put("nbf", "tomorrow"),
                claims -> claims.put("azp", "other"),
                claims -> claims.put("aud", new JsonArray().add("corebus")).put("azp", "other"));
        for (UnaryOperator<JsonObject> fault : faults) {
            BegunOidc begun = begin();
            provider.claims = fault;
            refused(answer(begun), 403, "oidc-refused", NOT_VALID);
        }
        assertThat(house.storage.user("ada@example.org")).isNull();
    }

    @Test
    void aTokenThatIsIssuedToUs_andGoodFromNowOn_isBelieved() {
        BegunOidc begun = begin();
        provider.claims = claims -> claims.put("azp", "corebus").put("nbf", claims.getLong("iat"));

        finish(begun);

        assertThat(house.storage.user("ada@example.org")).isNotNull();
    }

    /** As no library writes it: half a character, in the escape that JSON allows. */
    @Test
    void aNameWithHalfACharacter_isNotBelieved() {
        BegunOidc begun = begin();
        provider.claims = claims -> claims.put("sub", "sub-HALF");
        provider.payload = json -> json.replace("HALF", "\\ud800");

        refused(answer(begun), 403, "oidc-refused", NOT_VALID);
    }

    @Test
    void aProviderWithoutADescription_isAway() {
        provider.isDescribed = false;

        assertThat(house.refusal(
                        OidcMessages.BEGIN_OIDC, new BeginOidc("http://here/callback", "/app"), house.anonymous()))
                .extracting(Failure::code, Failure::status)
                .containsExactly("oidc-unavailable", 503);
    }

    @Test
    void whoeverHasNoPassword_isToldSo() {
        User ada = insert("ada@example.org");

        Failure failure = house.refusal(
                SessionMessages.CHANGE_PASSWORD,
                new ChangePassword("none at all", House.PASSWORD),
                house.user(ada.id()));

        assertThat(failure.errors())
                .containsExactly(new FieldFault(
                        "/old_password",
                        "none",
                        "You have no password: you sign in with a provider. Ask an admin to give you one."));
    }

    @Test
    void aWordThatIsNoRole_isGivenToNobodyByAProvider() {
        assertThatThrownBy(() -> new OidcConfig(
                        provider.issuer(),
                        "corebus",
                        null,
                        List.of("openid"),
                        List.of(),
                        "groups",
                        List.of("all=owner"),
                        false))
                .hasMessage("oidc.roles must give roles that a user can have, not 'all=owner': owner, authenticated,"
                        + " public, system and anonymous are none.");
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    @Test
    void aTokenThatIsSignedOtherwise_isNotBelieved() {
        List<UnaryOperator<JsonObject>> faults = List.of(
                header -> header.put("alg", "none"),
                header -> header.put("alg", "HS256"),
                header -> header.put("alg", "ES256"),
                header -> header.put("alg", "PS256"),
                header -> header.put("kid", "nobody's"),
                header -> header.put("crit", new JsonArray().add("x")));
        for (UnaryOperator<JsonObject> fault : faults) {
            BegunOidc begun = begin();
            provider.header = fault;
            refused(answer(begun), 403, "oidc-refused", NOT_VALID);
        }
    }

    @Test
    void anAddressThatIsNotVerified_letsNobodyIn() {
        BegunOidc begun = begin();
        provider.claims = claims -> claims.put("email_verified", false);

        refused(
                answer(begun),
                403,
                "oidc-refused",
                "The provider has not verified your e-mail address. Verify it there and sign in again.");
    }

    @Test
    void whoIsRefused_isInTheTrail_onceTheProviderHasSpoken() {
        BegunOidc begun = begin();
        provider.idToken = text -> "no token";
        house.refusal(OidcMessages.FINISH_OIDC, answer(begun), house.anonymous());
        provider.idToken = text -> text;
        begun = begin();
        provider.claims = claims -> claims.put("aud", "somebody else");
        house.refusal(OidcMessages.FINISH_OIDC, answer(begun), house.anonymous());
        begun = begin();
        provider.claims = claims -> claims.put("email_verified", false);
        house.refusal(OidcMessages.FINISH_OIDC, answer(begun), house.anonymous());
        provider.claims = claims -> claims;
        finish(begin());
        User ada = house.storage.user("ada@example.org");
        house.storage.changeBehindTheBack(
                ada.id(), user -> new User(user.id(), user.email(), null, user.roles(), true, user.createdAt()));

        refused(answer(begin()), 403, "oidc-refused", "Your account is disabled. Ask an admin.");
        FinishOidc good = answer(begin());
        house.refusal(
                OidcMessages.FINISH_OIDC,
                new FinishOidc(good.flow(), good.state(), null, null, "access_denied", good.client()),
                house.anonymous());

        String failed = "{\"way\":\"provider\",\"code\":\"oidc-refused\",\"reason\":\"";
        assertThat(house.storage.requests(AppendEntry.class))
                .extracting(entry -> entry.kind() + " " + entry.resourceId())
                .containsExactly(
                        "sign-in-failed null",
                        "sign-in-failed null",
                        "sign-in-failed null",
                        "signed-in " + ada.id(),
                        "sign-in-failed " + ada.id());
        assertThat(house.storage.requests(AppendEntry.class))
                .extracting(entry -> String.valueOf(entry.detail()))
                .contains(
                        failed + NOT_VALID + "\"}",
                        failed + "Your account is disabled. Ask an admin.\",\"address\":\"192.0.2.1\"}")
                .element(3)
                .asString()
                .matches("\\{\"way\":\"provider\",\"session\":\"[0-9a-f-]{36}\",\"address\":\"192.0.2.1\"}");
    }

    @Test
    void anAddressThatWasGivenToSomebodyNew_doesNotOpenTheAccountOfTheOldOne() {
        finish(begin());
        BegunOidc begun = begin();
        provider.claims = claims -> claims.put("sub", "sub-2");

        refused(
                answer(begun),
                403,
                "oidc-refused",
                "The account with your e-mail address belongs to somebody else at the provider. Ask an admin.");
        provider.claims = claims -> claims;
        finish(begin());
        assertThat(house.storage.links("ada@example.org")).isEqualTo(1);
    }

    @Test
    void onceAnAdminHasUnlinkedTheAccount_itIsOfWhoeverHasTheAddressThen() {
        finish(begin());
        User ada = house.storage.user("ada@example.org");
        house.ask(OidcMessages.UNLINK_USER, new UnlinkUser(ada.id()), house.user("an-admin", Caller.ADMIN_ROLE));
        BegunOidc begun = begin();
        provider.claims = claims -> claims.put("sub", "sub-2");

        FinishedOidc finished = finish(begun);

        Tokens tokens = house.ask(
                OidcMessages.REDEEM_OIDC, new RedeemOidc(finished.code(), finished.binding()), house.anonymous());
        assertThat(house.authenticate(tokens.accessToken()).user()).isEqualTo(ada.id());
        provider.claims = claims -> claims;
        assertThat(house.refusal(OidcMessages.FINISH_OIDC, answer(begin()), house.anonymous())
                        .code())
                .isEqualTo("oidc-refused");
        assertThat(house.storage.links("ada@example.org")).isEqualTo(1);
    }

    @Test
    void anAddressThatOnlyUnicodeTakesForTheSame_isSomebodyElses() {
        insert("kim@example.org");
        BegunOidc begun = begin();
        provider.claims = claims -> claims.put("email", "\u212Aim@example.org");

        refused(
                answer(begun),
                403,
                "oidc-refused",
                "There is no account with your e-mail address. Ask an admin for one.");
        assertThat(house.storage.links("kim@example.org")).isZero();
        provider.claims = claims -> claims.put("email", "KIM@Example.ORG");
        finish(begin());
        assertThat(house.storage.links("kim@example.org")).isEqualTo(1);
    }

    private User insert(String email) {
        InsertUser command = new InsertUser(UUID.randomUUID().toString(), email, null, List.of());
        return house.ask(StorageMessages.INSERT_USER, command, house.system());
    }

    @Test
    void aDisabledUser_isNotLinked() {
        User ada = insert("ada@example.org");
        house.ask(StorageMessages.UPDATE_USER, new UpdateUser(ada.id(), null, null, true), house.system());

        refused(answer(begin()), 403, "oidc-refused", "Your account is disabled. Ask an admin.");
        assertThat(house.storage.links("ada@example.org")).isZero();
    }

    @Test
    void aUserWhomAnotherSignInMadeMeanwhile_isTheOne() {
        house.storage.afterNext(StorageMessages.FIND_USER, () -> house.storage.addUser(ada("ADA@example.org")));

        FinishedOidc finished = finish(begin());

        Tokens tokens = house.ask(
                OidcMessages.REDEEM_OIDC, new RedeemOidc(finished.code(), finished.binding()), house.anonymous());
        assertThat(house.authenticate(tokens.accessToken()).user()).isEqualTo(ADA);
        assertThat(house.storage.links("ada@example.org")).isEqualTo(1);
    }

    @Test
    void aUserWhomAnotherSignInMadeMeanwhile_withAnAddressThatIsNotTheSame_isNot() {
        provider.claims = claims -> claims.put("email", "ad\u00e9@example.org");
        house.storage.afterNext(StorageMessages.FIND_USER, () -> house.storage.addUser(ada("AD\u00c9@example.org")));

        refused(
                answer(begin()),
                403,
                "oidc-refused",
                "There is no account with your e-mail address. Ask an admin for one.");
    }

    private User ada(String email) {
        return new User(
                ADA,
                email,
                null,
                List.of("editor"),
                false,
                house.clock.instant().toString());
    }

    @Test
    void newKeysOfTheProvider_areFound_andNotLookedUpForEveryToken() {
        finish(begin());
        finish(begin());
        assertThat(provider.keysAsked).isEqualTo(1);
        provider.rotate();
        house.clock.forward(Duration.ofSeconds(6));

        finish(begin());

        assertThat(provider.keysAsked).isEqualTo(2);
    }

    @Test
    void anotherProvidersAnswer_isNotTaken() {
        BegunOidc begun = begin();
        FinishOidc good = answer(begun);
        String detail = "Another provider answered than the one that was asked. Sign in again.";

        refused(
                new FinishOidc(begun.flow(), good.state(), "c", "https://evil.example", null, good.client()),
                403,
                "oidc-refused",
                detail);
        provider.metadata = new JsonObject().put("authorization_response_iss_parameter_supported", true);
        house.clock.forward(Duration.ofHours(2));
        refused(answer(begin()), 403, "oidc-refused", detail);
        begun = begin();
        good = answer(begun);
        house.ask(
                OidcMessages.FINISH_OIDC,
                new FinishOidc(begun.flow(), good.state(), "c", provider.issuer(), null, good.client()),
                house.anonymous());
    }

    @Test
    void aRefusalOfTheProvider_isPassedOn() {
        BegunOidc begun = begin();

        refused(
                new FinishOidc(begun.flow(), parameter(begun, "state"), null, null, "access_denied", null),
                403,
                "oidc-refused",
                "The provider did not let you in. Sign in again, or ask an admin.");
    }

    @Test
    void theCodeOfThePage_worksOnce_withinAMinute_andOnlyWithItsBinding() {
        FinishedOidc finished = finish(begin());
        FinishedOidc late = finish(begin());

        for (String binding : new String[] {null, "x", late.binding()}) {
            assertThat(house.refusal(
                                    OidcMessages.REDEEM_OIDC,
                                    new RedeemOidc(finished.code(), binding),
                                    house.anonymous())
                            .code())
                    .isEqualTo("oidc-state");
        }
        RedeemOidc good = new RedeemOidc(finished.code(), finished.binding());
        Tokens tokens = house.ask(OidcMessages.REDEEM_OIDC, good, house.anonymous());
        assertThat(house.refusal(OidcMessages.REDEEM_OIDC, good, house.anonymous())
                        .code())
                .isEqualTo("oidc-state");
        assertThat(house.authenticationRefusal(tokens.accessToken()).code()).isEqualTo("invalid-token");
        house.clock.forward(Duration.ofSeconds(60));
        assertThat(house.refusal(
                                OidcMessages.REDEEM_OIDC,
                                new RedeemOidc(late.code(), late.binding()),
                                house.anonymous())
                        .code())
                .isEqualTo("oidc-state");
    }
}
