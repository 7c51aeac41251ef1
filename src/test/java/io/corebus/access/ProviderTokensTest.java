package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.OidcMessages.FindOidc;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.config.OidcConfig;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access tokens that a provider has given to some client, and which of them are taken. */
class ProviderTokensTest {
    private static final Failure NOT_VALID =
            new Failure("invalid-token", 401, "The access token is not valid. Sign in again to get a new one.");

    private final House house = new House();
    private final ProviderDouble provider = new ProviderDouble(house.vertx, house);
    private String user = "";

    @BeforeEach
    void link() {
        house.await(house.vertx.deployVerticle(house.storage));
        house.addRoom(House.config(), provider.config(false));
        Caller admin = house.user("019f0000-0000-7000-8000-00000000000a", Caller.ADMIN_ROLE);
        AccessMessages.CreateUser bea =
                new AccessMessages.CreateUser("bea@example.org", House.PASSWORD, List.of("editor"));
        user = house.ask(AccessMessages.CREATE_USER, bea, admin).id();
        house.ask(IdentityMessages.LINK_USER, new LinkUser(provider.issuer(), "sub-1", user), house.system());
        provider.isNow(house.clock.instant());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void claims(UnaryOperator<JsonObject> change) {
        provider.claims = change;
    }

    @Test
    void aToken_isThatOfTheUserWhoIsLinked_forWhatItSays() {
        String token = provider.accessToken();

        Identity identity = house.authenticate(token);

        assertThat(identity.user()).isEqualTo(user);
        assertThat(identity.email()).isEqualTo("bea@example.org");
        assertThat(identity.roles()).containsExactly("editor");
        assertThat(identity.scopes()).containsExactly("read", "features:create");
        assertThat(identity.tokenId()).isEqualTo("oidc.token-1");
        assertThat(identity.expiresAt()).isEqualTo(house.clock.instant().getEpochSecond() + 60);
        assertThat(house.authenticate(token)).isEqualTo(identity);
        assertThat(provider.keysAsked).isEqualTo(1);
        assertThat(house.ask(OidcMessages.FIND_OIDC, new FindOidc(), house.anonymous())
                        .tokenIssuer())
                .isEqualTo(provider.issuer());
    }

    @Test
    void withoutAScopeOfOurs_itIsGoodForTheLeast() {
        for (Object scope : new Object[] {"openid email profile", "", 1, "READ writes admin:all"}) {
            claims(said -> said.put("scope", scope));
            assertThat(house.authenticate(provider.accessToken()).scopes()).containsExactly("read");
        }
    }

    @Test
    void otherFormsOfTheSame_areTaken() {
        provider.header = header -> header.put("typ", "JWT");
        claims(said ->
                said.put("aud", new JsonArray().add("https://other.example.com").add(ProviderDouble.AUDIENCE)));
        assertThat(house.authenticate(provider.accessToken()).user()).isEqualTo(user);

        claims(said ->
                without(said, "scope").put("scp", new JsonArray().add("write").add("x")));
        assertThat(house.authenticate(provider.accessToken()).scopes()).containsExactly("write");

        provider.header = ProviderTokensTest::withoutType;
        claims(said -> said.put("jti", "with blanks, and\nmore"));
        Identity identity = house.authenticate(provider.accessToken());
        assertThat(identity.tokenId()).matches("oidc\\.[A-Za-z0-9_-]{43}");
    }

    private static JsonObject withoutType(JsonObject header) {
        header.remove("typ");
        return header;
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    @Test
    void whatIsNoAccessTokenForUs_isNotTaken() {
        Map<String, UnaryOperator<JsonObject>> faults = Map.of(
                "another audience", said -> said.put("aud", "https://other.example.com"),
                "no audience", said -> without(said, "aud"),
                "the client's audience", said -> said.put("aud", "corebus"),
                "another issuer", said -> said.put("iss", "https://other.example.com"),
                "nobody", said -> said.put("sub", " "),
                "an ID token", said -> said.put("nonce", "n"),
                "a token that has to be proven", said -> said.put("cnf", new JsonObject().put("jkt", "x")));
        faults.forEach((what, fault) -> {
            claims(fault);
            assertThat(house.authenticationRefusal(provider.accessToken()))
                    .as(what)
                    .isEqualTo(NOT_VALID);
        });
    }

    @Test
    void whatIsSignedOtherwise_isNotTaken() {
        List<UnaryOperator<JsonObject>> faults = List.of(
                header -> header.put("alg", "none"),
                header -> header.put("alg", "HS256"),
                header -> header.put("alg", "ES256"),
                header -> header.put("alg", "EdDSA"),
                header -> header.put("kid", "nobody's"),
                header -> header.put("typ", "logout+jwt"),
                header -> header.put("crit", new JsonArray().add("x")));
        for (UnaryOperator<JsonObject> fault : faults) {
            provider.header = fault;
            assertThat(house.authenticationRefusal(provider.accessToken()))
                    .as(fault.apply(new JsonObject()).encode())
                    .isEqualTo(NOT_VALID);
        }
        assertThat(provider.keysAsked).isEqualTo(1);
    }

    @Test
    void atAnotherTime_itIsNotTaken() {
        String token = provider.accessToken();
        house.authenticate(token);

        house.clock.forward(Duration.ofSeconds(60));

        assertThat(house.authenticationRefusal(token).detail()).startsWith("The access token has expired.");
        house.clock.forward(Duration.ofSeconds(60));
        assertThat(house.authenticationRefusal(provider.accessToken()).detail())
                .startsWith("The access token has expired.");
        provider.isNow(house.clock.instant().plusSeconds(120));
        assertThat(house.authenticationRefusal(provider.accessToken()).code()).isEqualTo("invalid-token");
        provider.isNow(house.clock.instant());
        claims(said -> without(said, "exp"));
        assertThat(house.authenticationRefusal(provider.accessToken()).code()).isEqualTo("invalid-token");
    }

    @Test
    void whoeverIsNotLinked_isToldToSignIn() {
        claims(said -> said.put("sub", "sub-2").put("email", "bea@example.org").put("email_verified", true));

        assertThat(house.authenticationRefusal(provider.accessToken()).detail())
                .isEqualTo(
                        "Nobody here is known by the name that the provider of this access token has for its user. Sign in here with the provider once, in a browser.");
    }

    @Test
    void aUserWhoIsDisabled_isOutAtOnce() {
        String token = provider.accessToken();
        house.authenticate(token);
        Caller admin = house.user("019f0000-0000-7000-8000-00000000000a", Caller.ADMIN_ROLE);

        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(user, null, null, true), admin);

        assertThat(house.authenticationRefusal(token).detail())
                .isEqualTo("The account of this access token is deleted or disabled. Ask an admin.");
    }

    @Test
    void keysThatTheProviderChanged_areLookedUp_butNotForEachToken() {
        house.authenticate(provider.accessToken());
        provider.rotate();
        assertThat(house.authenticationRefusal(provider.accessToken())).isEqualTo(NOT_VALID);
        assertThat(provider.keysAsked).isEqualTo(1);

        house.clock.forward(Duration.ofSeconds(6));
        provider.isNow(house.clock.instant());

        assertThat(house.authenticate(provider.accessToken()).user()).isEqualTo(user);
        assertThat(provider.keysAsked).isEqualTo(2);
    }

    @Test
    void anotherKeyUnderTheSameName_orUnderNone_isFound() {
        for (UnaryOperator<JsonObject> name :
                List.<UnaryOperator<JsonObject>>of(header -> header, header -> without(header, "kid"))) {
            provider.header = name;
            house.authenticate(provider.accessToken());
            provider.renewKey();
            int asked = provider.keysAsked;
            for (int i = 0; i < 2; i++) {
                assertThat(house.authenticationRefusal(provider.accessToken())).isEqualTo(NOT_VALID);
            }
            assertThat(provider.keysAsked).isEqualTo(asked);

            house.clock.forward(Duration.ofSeconds(6));
            provider.isNow(house.clock.instant());

            assertThat(house.authenticate(provider.accessToken()).user()).isEqualTo(user);
            assertThat(provider.keysAsked).isEqualTo(asked + 1);
        }
    }

    @Test
    void aKeyThatTheProviderHasWithdrawn_isTrustedForFiveMinutes_alsoForTokensThatWereSeenBefore() {
        claims(ProviderTokensTest::lasting);
        String seen = provider.accessToken();
        claims(said -> lasting(said).put("jti", "token-2"));
        String unseen = provider.accessToken();
        house.authenticate(seen);
        provider.rotate();

        house.clock.forward(Duration.ofMinutes(4));
        house.authenticate(seen);
        assertThat(provider.keysAsked).isEqualTo(1);
        house.clock.forward(Duration.ofMinutes(2));

        assertThat(house.authenticationRefusal(unseen)).isEqualTo(NOT_VALID);
        assertThat(house.authenticationRefusal(seen)).isEqualTo(NOT_VALID);
        assertThat(provider.keysAsked).isEqualTo(2);
    }

    @Test
    void whileTheProviderIsAway_itsKeysStayGood() {
        claims(ProviderTokensTest::lasting);
        String seen = provider.accessToken();
        house.authenticate(seen);
        provider.isDescribed = false;

        for (int i = 0; i < 3; i++) {
            house.clock.forward(Duration.ofMinutes(6));
            assertThat(house.authenticate(seen).user()).isEqualTo(user);
            assertThat(house.authenticate(provider.accessToken()).user()).isEqualTo(user);
        }
        provider.isDescribed = true;
        provider.rotate();
        house.clock.forward(Duration.ofSeconds(6));
        house.authenticate(provider.accessToken());
        assertThat(house.authenticationRefusal(seen)).isEqualTo(NOT_VALID);
    }

    private static JsonObject lasting(JsonObject claims) {
        return claims.put("exp", claims.getLong("iat") + 3_600);
    }

    @Test
    void aProviderThatIsAway_isNotAskedForEachToken() {
        provider.isDescribed = false;

        assertThat(house.authenticationRefusal(provider.accessToken()).code()).isEqualTo("oidc-unavailable");
        provider.isDescribed = true;
        assertThat(house.authenticationRefusal(provider.accessToken()).code()).isEqualTo("oidc-unavailable");
        house.clock.forward(Duration.ofSeconds(6));
        assertThat(house.authenticate(provider.accessToken()).user()).isEqualTo(user);
    }

    @Test
    void whoHasNoAudience_takesNone() {
        House without = House.withAdmin();
        try {
            assertThat(without.authenticationRefusal(provider.accessToken())).isEqualTo(NOT_VALID);
            assertThat(without.ask(OidcMessages.FIND_OIDC, new FindOidc(), without.anonymous())
                            .tokenIssuer())
                    .isNull();
        } finally {
            without.close();
        }
    }

    @Test
    void anAudience_isNotTheClient_andNeedsAnIssuer() {
        assertThatThrownBy(() -> new OidcConfig(
                        "https://id.example.com",
                        "corebus",
                        null,
                        List.of("openid"),
                        List.of("corebus"),
                        null,
                        List.of(),
                        false))
                .hasMessageStartingWith("oidc.audiences must not have oidc.client-id");
        assertThatThrownBy(() ->
                        new OidcConfig(null, null, null, List.of("openid"), List.of("corebus"), null, List.of(), false))
                .hasMessageStartingWith("oidc.audiences needs oidc.issuer, too");
    }
}
