package io.corebus.access;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** Makes access tokens that Corebus would not make. */
final class Forger {
    private Forger() {}

    static JsonObject header(String kid) {
        return new JsonObject().put("alg", "EdDSA").put("typ", "at+jwt").put("kid", kid);
    }

    static String sign(JsonObject header, JsonObject claims, SigningKey key) {
        return assemble(header.encode(), claims.encode(), key::sign);
    }

    static String assemble(String header, String claims, UnaryOperator<byte[]> signature) {
        String signed = base64url(header) + '.' + base64url(claims);
        return signed + '.' + Encoding.base64url(signature.apply(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    static JsonObject part(String token, int index) {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[index]);
        return new JsonObject(new String(json, StandardCharsets.UTF_8));
    }

    static String base64url(String text) {
        return Encoding.base64url(text.getBytes(StandardCharsets.UTF_8));
    }
}
