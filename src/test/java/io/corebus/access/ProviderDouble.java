package io.corebus.access;

import io.corebus.config.OidcConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A provider that says whatever a test wants it to say, on the wire. */
final class ProviderDouble {
    static final String AUDIENCE = "https://api.example.com/mcp";

    private final HttpServer server;
    private KeyPair key = keyPair();
    private String kid = "one";
    String nonce = "";
    JsonObject metadata = new JsonObject();
    UnaryOperator<JsonObject> header = json -> json;
    UnaryOperator<JsonObject> claims = json -> json;
    UnaryOperator<String> idToken = text -> text;
    UnaryOperator<String> payload = json -> json;
    boolean isDescribed = true;
    int keysAsked;
    private Instant now = Instant.EPOCH;

    ProviderDouble(Vertx vertx, House house) {
        this.server = vertx.createHttpServer().requestHandler(this::answer);
        house.await(server.listen(0, "127.0.0.1"));
    }

    String issuer() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    OidcConfig config(boolean createUsers) {
        return new OidcConfig(
                issuer(),
                "corebus",
                null,
                List.of("openid", "email"),
                List.of(AUDIENCE),
                "groups",
                List.of("staff=editor"),
                createUsers);
    }

    void isNow(Instant instant) {
        now = instant;
    }

    void rotate() {
        renewKey();
        kid = "two";
    }

    /** Another key of the same name. */
    void renewKey() {
        key = keyPair();
    }

    private void answer(HttpServerRequest request) {
        switch (isDescribed ? request.path() : "/none") {
            case "/.well-known/openid-configuration" ->
                end(request, description().mergeIn(metadata));
            case "/jwks" -> end(request, jwks());
            case "/token" ->
                end(
                        request,
                        new JsonObject()
                                .put("id_token", idToken.apply(idToken()))
                                .put("access_token", "at"));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static void end(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("content-type", "application/json").end(body.encode());
    }

    private JsonObject description() {
        return new JsonObject()
                .put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/auth")
                .put("token_endpoint", issuer() + "/token")
                .put("jwks_uri", issuer() + "/jwks");
    }

    private JsonObject jwks() {
        keysAsked++;
        RSAPublicKey publicKey = (RSAPublicKey) key.getPublic();
        JsonObject jwk = new JsonObject()
                .put("kty", "RSA")
                .put("kid", kid)
                .put("use", "sig")
                .put("n", Encoding.base64url(unsigned(publicKey.getModulus().toByteArray())))
                .put(
                        "e",
                        Encoding.base64url(
                                unsigned(publicKey.getPublicExponent().toByteArray())));
        return new JsonObject().put("keys", new JsonArray().add(jwk));
    }

    private static byte[] unsigned(byte[] bytes) {
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private String idToken() {
        JsonObject said = new JsonObject()
                .put("iss", issuer())
                .put("aud", "corebus")
                .put("sub", "sub-1")
                .put("nonce", nonce)
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + 60)
                .put("email", "ada@example.org")
                .put("email_verified", true)
                .put("groups", new JsonArray().add("staff"));
        return token(new JsonObject(), said);
    }

    /** What a client gets that asks for our audience. */
    String accessToken() {
        JsonObject said = new JsonObject()
                .put("iss", issuer())
                .put("aud", AUDIENCE)
                .put("sub", "sub-1")
                .put("jti", "token-1")
                .put("client_id", "agent")
                .put("scope", "openid read features:create")
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + 60);
        return token(new JsonObject().put("typ", "at+jwt"), said);
    }

    private String token(JsonObject type, JsonObject said) {
        JsonObject head = header.apply(type.put("alg", "RS256").put("kid", kid));
        String signed = part(head.encode())
                + '.'
                + part(payload.apply(claims.apply(said).encode()));
        return signed + '.' + Encoding.base64url(sign(signed));
    }

    private static String part(String json) {
        return Encoding.base64url(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
