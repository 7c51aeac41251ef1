package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages.Key;
import io.corebus.storage.StorageMessages.ListKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgedTokensTest {
    private static final String NOT_VALID = "The access token is not valid. Sign in again to get a new one.";

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
    void aTokenWithoutSignature_isRefused() {
        JsonObject none =
                new JsonObject().put("alg", "none").put("typ", "at+jwt").put("kid", key.kid());
        for (String alg : List.of("none", "None", "NONE", "nOnE")) {
            refused(Forger.assemble(none.put("alg", alg).encode(), claims().encode(), signed -> new byte[0]));
        }
        refused(Forger.assemble(Forger.header(key.kid()).encode(), claims().encode(), signed -> new byte[0]));
        refused(Forger.assemble(Forger.header(key.kid()).encode(), claims().encode(), signed -> new byte[64]));
    }

    @Test
    void thePublicKeyAsASharedSecret_isRefused() {
        String publicJwk = key.publicJwk().encode();
        byte[] raw = Encoding.fromBase64url(key.publicJwk().getString("x"));
        for (byte[] secret : List.of(raw, publicJwk.getBytes(StandardCharsets.UTF_8))) {
            JsonObject header = Forger.header(key.kid()).put("alg", "HS256");
            refused(Forger.assemble(
                    header.encode(),
                    claims().encode(),
                    signed -> Encoding.hmacSha256(secret, new String(signed, StandardCharsets.US_ASCII))));
        }
    }

    @Test
    void aKeyThatTheTokenBringsAlong_isRefused() {
        SigningKey own = SigningKey.generate(house.clock.instant());
        refused(Forger.sign(Forger.header(own.kid()).put("jwk", own.publicJwk()), claims(), own));
        refused(Forger.sign(Forger.header(key.kid()).put("jwk", own.publicJwk()), claims(), own));
    }

    @Test
    void anotherKeyUnderOurName_isRefused() {
        SigningKey own = SigningKey.generate(house.clock.instant());
        refused(Forger.sign(Forger.header(key.kid()), claims(), own));
    }

    @Test
    void anUnknownKey_isRefused() {
        SigningKey own = SigningKey.generate(house.clock.instant());
        refused(Forger.sign(Forger.header(own.kid()), claims(), own));
        refused(Forger.sign(Forger.header("../../etc/passwd"), claims(), own));
    }

    @Test
    void aHeaderThatIsNotOurs_isRefusedThoughTheSignatureIsGood() {
        refused(Forger.sign(Forger.header(key.kid()).put("typ", "JWT"), claims(), key));
        refused(Forger.sign(Forger.header(key.kid()).put("crit", new JsonArray().add("exp")), claims(), key));
        refused(Forger.sign(new JsonObject().put("alg", "EdDSA").put("typ", "at+jwt"), claims(), key));
        String twice = "{\"alg\":\"none\",\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"" + key.kid() + "\"}";
        refused(Forger.assemble(twice, claims().encode(), key::sign));
    }

    @Test
    void claimsOfSomebodyElse_areRefusedThoughTheSignatureIsGood() {
        refusedClaims(claims().put("iss", "another"));
        refusedClaims(claims().putNull("iss"));
        refusedClaims(claims().put("aud", "another"));
        refusedClaims(claims().put("aud", new JsonArray().add("another")));
        refusedClaims(without("iss"));
        refusedClaims(without("aud"));
        refusedClaims(without("sub"));
        refusedClaims(claims().put("sub", ""));
        refusedClaims(without("jti"));
        refusedClaims(without("exp"));
        refusedClaims(without("iat"));
        refusedClaims(claims().put("exp", "tomorrow"));
        refusedClaims(claims().put("exp", 1e300));
        refusedClaims(claims().put("exp", -1));
    }

    @Test
    void ourAudienceAmongOthers_isEnough() {
        JsonObject claims = claims().put("aud", new JsonArray().add("another").add("corebus"));
        assertThat(house.authenticate(Forger.sign(Forger.header(key.kid()), claims, key))
                        .email())
                .isEqualTo(House.ADMIN_EMAIL);
    }

    @Test
    void aChangedToken_isRefused() {
        String[] parts = token.split("\\.");
        JsonObject other = claims().put("sub", "somebody-else");
        refused(parts[0] + "." + Forger.base64url(other.encode()) + "." + parts[2]);
        // The last character of a signature carries four bits that mean nothing: another text with the same bytes is
        // refused, too.
        char last = token.charAt(token.length() - 1);
        refused(token.substring(0, token.length() - 1) + (char) (last + 1));
        refused(token.substring(0, token.length() - 1));
        refused(token + "A");
        refused(token + "==");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "...",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "null",
                "Bearer x",
                "e30.e30.",
                "e30.e30.e30",
                "W10.W10.W10",
                "\u0000.\u0000.\u0000",
                "é.é.é",
                "eyJhbGciOiJFZERTQSJ9.e30.AA"
            })
    void whatIsNoToken_isRefused(String text) {
        refused(text);
    }

    @Test
    void noTokenAtAll_isRefused() {
        refused(null);
    }

    @Test
    void deepNesting_isRefused() {
        refused(Forger.assemble(Forger.header(key.kid()).encode(), "[".repeat(3000), key::sign));
    }

    @Test
    void anOversizedToken_isRefusedBeforeItIsLookedAt() {
        Failure failure = house.authenticationRefusal("a".repeat(8 * 1024 + 1));

        assertThat(failure.code()).isEqualTo("invalid-token");
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.detail())
                .isEqualTo("The access token is longer than 8 KiB. Send it exactly as it was issued.");
    }

    @Test
    void anExpiredTokenOfAForger_isJustNotValid() {
        SigningKey own = SigningKey.generate(house.clock.instant());
        refused(Forger.sign(Forger.header(key.kid()), claims().put("exp", 1), own));
    }

    @Test
    void unknownKeys_doNotMakeUsAskStorageForEach() {
        house.storage.requests.clear();
        SigningKey own = SigningKey.generate(house.clock.instant());

        List<Future<Identity>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String forged = Forger.sign(Forger.header("unknown-" + i), claims(), own);
            all.add(house.bus.request(AccessMessages.AUTHENTICATE, new Authenticate(forged), house.anonymous()));
        }
        Future<?> finished = Future.join(all).otherwiseEmpty();
        house.await(finished);

        assertThat(all).allMatch(Future::failed);
        assertThat(house.storage.requests(ListKeys.class)).hasSizeBetween(1, 3);
    }

    private JsonObject claims() {
        return Forger.part(token, 1);
    }

    private JsonObject without(String claim) {
        JsonObject claims = claims();
        claims.remove(claim);
        return claims;
    }

    private void refusedClaims(JsonObject claims) {
        refused(Forger.sign(Forger.header(key.kid()), claims, key));
    }

    private void refused(String forged) {
        Failure failure = house.authenticationRefusal(forged);
        assertThat(failure.code()).isEqualTo("invalid-token");
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.detail()).isEqualTo(NOT_VALID);
    }
}
