package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.access.AccessMessages.PublicKeys;
import io.corebus.access.AccessMessages.RotateKeys;
import io.corebus.bus.Failure;
import io.corebus.bus.Health;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.Key;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KeysTest {
    private House house;

    @BeforeEach
    void open() {
        house = House.with(House.config(), 3);
        house.ask(AccessMessages.PREPARE_SETUP, new PrepareSetup(House.ADMIN_EMAIL, House.PASSWORD), house.system());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void manyNodesThatStartAtOnce_makeOneKey() {
        house.signIn(House.ADMIN_EMAIL, House.PASSWORD);

        assertThat(house.storage.keys()).hasSize(1);
    }

    @Test
    void theKeySet_hasPublicPartsOnly() {
        house.signIn(House.ADMIN_EMAIL, House.PASSWORD);
        JsonObject stored = new JsonObject(house.storage.keys().get(0).jwk());

        JsonArray keys = publicKeys();

        assertThat(stored.getString("d")).hasSize(43);
        assertThat(keys).hasSize(1);
        assertThat(keys.getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("kty", "OKP")
                        .put("crv", "Ed25519")
                        .put("alg", "EdDSA")
                        .put("use", "sig")
                        .put("kid", stored.getString("kid"))
                        .put("x", stored.getString("x")));
    }

    @Test
    void theKid_isTheThumbprintOfTheKey() {
        // RFC 8037, appendix A.
        SigningKey key = SigningKey.read(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                house.clock.instant());

        assertThat(key.kid()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        String signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        assertThat(Encoding.base64url(key.sign(signed.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    }

    @Test
    void afterRotation_theNewKeySigns_andOldTokensStayGood() {
        String old = accessToken();
        house.ask(AccessMessages.ROTATE_KEYS, new RotateKeys(), house.admin());

        Set<String> kids = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            String token = accessToken();
            kids.add(kid(token));
            // Round robin: all three instances see the new token, though only one of them rotated.
            for (int k = 0; k < 3; k++) {
                assertThat(house.authenticate(token).email()).isEqualTo(House.ADMIN_EMAIL);
                assertThat(house.authenticate(old).email()).isEqualTo(House.ADMIN_EMAIL);
            }
        }

        String newest = house.storage.keys().get(0).kid();
        assertThat(house.storage.keys()).hasSize(2);
        assertThat(kid(old)).isNotEqualTo(newest);
        assertThat(kids).contains(newest);
        assertThat(publicKeys()).hasSize(2);
    }

    @Test
    void aReplacedKey_isLeftOutWhenItsTokensMustHaveExpired() {
        String old = accessToken();
        SigningKey replaced = SigningKey.read(house.storage.keys().get(0).jwk(), house.clock.instant());
        house.ask(AccessMessages.ROTATE_KEYS, new RotateKeys(), house.admin());
        JsonObject claims = Forger.part(old, 1);
        SigningKey newest = SigningKey.read(house.storage.keys().get(0).jwk(), house.clock.instant());
        for (int i = 0; i < 3; i++) {
            house.authenticate(Forger.sign(Forger.header(newest.kid()), claims, newest));
        }
        house.clock.forward(Duration.ofMinutes(16).plusSeconds(1));

        long now = house.clock.instant().getEpochSecond();
        claims.put("iat", now).put("exp", now + 900);
        String forged = Forger.sign(Forger.header(replaced.kid()), claims, replaced);
        for (int i = 0; i < 3; i++) {
            assertThat(house.authenticationRefusal(forged).detail())
                    .isEqualTo("The access token is not valid. Sign in again to get a new one.");
        }
        assertThat(publicKeys()).hasSize(1);
    }

    @Test
    void aKeyThatAnotherNodeMade_isSeenFromTimeToTime() {
        accessToken();
        SigningKeys[] keys = new SigningKeys[1];
        house.await(house.vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                keys[0] = new SigningKeys(vertx, house.bus, House.config(), house.clock, Duration.ofMillis(20));
                keys[0].start();
                return keys[0].verifying();
            }
        }));
        SigningKey made = SigningKey.generate(house.clock.instant());
        house.storage.addKey(
                new Key(made.kid(), made.privateJwk(), house.clock.instant().toString()));

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(house.await(keys[0].signing()).kid()).isEqualTo(made.kid()));
        assertThat(house.await(keys[0].verifying())).hasSize(2);
    }

    /** As when a verb of the command line is done before the first look is. */
    @Test
    void aLook_thatEndsWithTheRoom_isNoFailure() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(SigningKeys.class);
        log.start();
        logger.addAppender(log);
        try {
            house.storage.loseNextAnswer(StorageMessages.LIST_KEYS);
            String room = house.addRoom(House.config());
            house.await(house.vertx.undeploy(room));
            Awaitility.await().pollDelay(Duration.ofMillis(700)).until(() -> true);
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list).isEmpty();
    }

    @Test
    void onlyAnAdmin_rotatesKeys() {
        Failure forbidden =
                house.refusal(AccessMessages.ROTATE_KEYS, new RotateKeys(), house.user("somebody", "editor"));
        Failure anonymous = house.refusal(AccessMessages.ROTATE_KEYS, new RotateKeys(), house.anonymous());

        assertThat(forbidden.code()).isEqualTo("forbidden");
        assertThat(forbidden.detail()).isEqualTo("Only an admin may rotate the signing keys.");
        assertThat(anonymous.code()).isEqualTo("unauthenticated");
        assertThat(house.storage.keys()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aKeyOfAnotherKind_isLeftOut() {
        accessToken();
        house.storage.addKey(new Key(
                "future",
                "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\"}",
                house.clock.instant().toString()));
        house.storage.addKey(new Key("broken", "{", "yesterday"));
        house.addRoom(House.config());

        for (int i = 0; i < 4; i++) {
            assertThat(house.authenticate(accessToken()).email()).isEqualTo(House.ADMIN_EMAIL);
        }
        assertThat(house.storage.keys()).hasSize(3);
    }

    @Test
    void health_isUpWithKeysAndStorage() {
        assertThat(health()).isEqualTo(new Health.Report(true, Map.of("keys", "loaded", "storage", "up")));
    }

    @Test
    void health_isDownWhereStorageIs() {
        health();
        house.storage.fail(StorageMessages.HEALTH, Failure.unavailable("storage-unavailable", "Away."));

        assertThat(health())
                .isEqualTo(new Health.Report(false, Map.of("keys", "loaded", "storage", "storage-unavailable")));
    }

    @Test
    void withoutKeys_nothingIsSigned_untilStorageIsBack() {
        try (House dark = new House()) {
            dark.await(dark.vertx.deployVerticle(dark.storage));
            dark.storage.fail(StorageMessages.LIST_KEYS, Failure.unavailable("storage-unavailable", "Away."));
            dark.addRoom(House.config());

            assertThat(dark.ask(AccessMessages.HEALTH, new Health.Check(), dark.system()))
                    .isEqualTo(new Health.Report(false, Map.of("keys", "not loaded", "storage", "up")));
            assertThat(dark.refusal(AccessMessages.PUBLIC_KEYS, new PublicKeys(), dark.anonymous())
                            .code())
                    .isEqualTo("storage-unavailable");

            dark.storage.recover();
            assertThat(dark.ask(AccessMessages.HEALTH, new Health.Check(), dark.system())
                            .up())
                    .isTrue();
        }
    }

    private String accessToken() {
        return house.signIn(House.ADMIN_EMAIL, House.PASSWORD).accessToken();
    }

    private static String kid(String token) {
        return Forger.part(token, 0).getString("kid");
    }

    private Health.Report health() {
        return house.ask(AccessMessages.HEALTH, new Health.Check(), house.system());
    }

    private JsonArray publicKeys() {
        String jwks = house.ask(AccessMessages.PUBLIC_KEYS, new PublicKeys(), house.anonymous())
                .jwks()
                .toString();
        return new JsonObject(jwks).getJsonArray("keys");
    }
}
