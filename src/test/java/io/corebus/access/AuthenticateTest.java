package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.DeleteUser;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.Key;
import io.corebus.storage.StorageMessages.ListKeys;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticateTest {
    private House house;
    private String token;
    private SigningKey key;

    @BeforeEach
    void signIn() {
        house = House.withAdmin();
        token = house.signIn(House.ADMIN_EMAIL, House.PASSWORD).accessToken();
        Key stored = house.storage.keys().get(0);
        key = SigningKey.read(stored.jwk(), house.clock.instant());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aFreshToken_saysWhoItIs() {
        Identity identity = house.authenticate(token);

        assertThat(identity.user())
                .isEqualTo(house.storage.user(House.ADMIN_EMAIL).id());
        assertThat(identity.email()).isEqualTo(House.ADMIN_EMAIL);
        assertThat(identity.roles()).containsExactly("admin");
        assertThat(identity.tokenId()).isEqualTo(claims().getString("jti"));
        assertThat(identity.expiresAt())
                .isEqualTo(house.clock.instant().plus(Duration.ofMinutes(15)).getEpochSecond());
        assertThat(house.count("corebus.access.authentications", "ok")).isEqualTo(1);
    }

    @Test
    void anAccessToken_saysWhatItShouldAndNoRoles() {
        assertThat(Forger.part(token, 0)).isEqualTo(Forger.header(key.kid()));
        assertThat(claims().fieldNames()).containsExactlyInAnyOrder("iss", "aud", "sub", "jti", "iat", "exp");
        assertThat(claims().getString("iss")).isEqualTo("corebus");
        assertThat(claims().getString("aud")).isEqualTo("corebus");
    }

    @Test
    void anExpiredToken_isRefusedAsSuch_whetherItWasSeenBeforeOrNot() {
        String neverShown = house.signIn(House.ADMIN_EMAIL, House.PASSWORD).accessToken();
        house.authenticate(token);
        house.clock.forward(Duration.ofMinutes(15).minusSeconds(1));
        house.authenticate(token);
        house.clock.forward(Duration.ofSeconds(1));

        for (String expired : List.of(token, neverShown)) {
            Failure failure = house.authenticationRefusal(expired);
            assertThat(failure.code()).isEqualTo("invalid-token");
            assertThat(failure.status()).isEqualTo(401);
            assertThat(failure.detail()).isEqualTo("The access token has expired. Refresh it, or sign in again.");
        }
        assertThat(house.count("corebus.access.authentications", "invalid-token"))
                .isEqualTo(2);
    }

    @Test
    void aTokenFromTheFuture_isRefusedBeyondAFewSeconds() {
        long now = house.clock.instant().getEpochSecond();
        for (String claim : List.of("iat", "nbf")) {
            JsonObject future = claims().put(claim, now + 6);
            Failure failure = house.authenticationRefusal(Forger.sign(Forger.header(key.kid()), future, key));
            assertThat(failure.code()).isEqualTo("invalid-token");
            assertThat(failure.detail())
                    .isEqualTo("The access token is not valid yet. The clocks of the servers differ: set them.");
            house.authenticate(Forger.sign(Forger.header(key.kid()), claims().put(claim, now + 5), key));
        }
    }

    @Test
    void aTokenOfADeletedUser_isRefusedAtOnce() {
        Tokens tokens = userTokens("bob@example.org", "editor");
        String id = house.authenticate(tokens.accessToken()).user();

        house.ask(AccessMessages.DELETE_USER, new DeleteUser(id), house.admin());

        gone(house.authenticationRefusal(tokens.accessToken()));
    }

    @Test
    void aTokenOfADisabledUser_isRefusedAtOnce() {
        Tokens tokens = userTokens("bob@example.org", "editor");
        String id = house.authenticate(tokens.accessToken()).user();

        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(id, null, null, true), house.admin());

        gone(house.authenticationRefusal(tokens.accessToken()));
    }

    @Test
    void aChangeThatNobodyHeardOf_isSeenWithinTwoSeconds() {
        Tokens tokens = userTokens("bob@example.org", "editor");
        String id = house.authenticate(tokens.accessToken()).user();

        house.storage.changeBehindTheBack(
                id,
                user -> new User(user.id(), user.email(), user.passwordHash(), user.roles(), true, user.createdAt()));

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> gone(house.authenticationRefusal(tokens.accessToken())));
    }

    @Test
    void rolesAreThoseOfNow_notThoseOfTheSignIn() {
        Tokens tokens = userTokens("bob@example.org", "editor");
        Identity before = house.authenticate(tokens.accessToken());

        house.ask(
                AccessMessages.CHANGE_USER,
                new ChangeUser(before.user(), null, List.of("viewer", "auditor"), null),
                house.admin());

        assertThat(before.roles()).containsExactly("editor");
        assertThat(house.authenticate(tokens.accessToken()).roles()).containsExactly("viewer", "auditor");
    }

    @Test
    void manyAtOnce_askStorageOnce() {
        house.storage.requests.clear();

        List<Future<Identity>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(house.bus.request(AccessMessages.AUTHENTICATE, new Authenticate(token), house.anonymous()));
        }
        house.await(Future.all(all));

        assertThat(house.storage.requests(FindUser.class)).hasSize(1);
        assertThat(house.storage.requests(ListKeys.class)).isEmpty();
    }

    @Test
    void withoutStorage_theAnswerSaysSo_andNothingOfItIsRemembered() {
        house.storage.fail(
                StorageMessages.FIND_USER, Failure.unavailable("storage-unavailable", "The database is away."));
        Failure failure = house.authenticationRefusal(token);
        house.storage.recover();

        assertThat(failure.code()).isEqualTo("storage-unavailable");
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.retryAfter()).isEqualTo(1);
        assertThat(house.authenticate(token).email()).isEqualTo(House.ADMIN_EMAIL);
    }

    private JsonObject claims() {
        return Forger.part(token, 1);
    }

    private Tokens userTokens(String email, String... roles) {
        house.createUser(email, roles);
        return house.signIn(email, House.PASSWORD);
    }

    private static void gone(Failure failure) {
        assertThat(failure.code()).isEqualTo("invalid-token");
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.detail())
                .isEqualTo("The account of this access token is deleted or disabled. Ask an admin.");
    }
}
