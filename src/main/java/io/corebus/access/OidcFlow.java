package io.corebus.access;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A sign-in elsewhere that is under way. The browser keeps it, encrypted and authenticated (AES-256-GCM) under a key that all nodes have: whichever gets the answer
 * can go on, and nothing is stored for those who never come back.
 *
 * @param state comes back from the provider; ties its answer to this browser
 * @param nonce comes back in the ID token; ties that to this flow
 * @param verifier of PKCE (RFC 7636); ties the code to whoever began the flow
 * @param endsAt seconds since 1970
 */
record OidcFlow(String state, String nonce, String verifier, String redirectUri, String returnTo, long endsAt) {
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    String seal(SigningKey key) {
        JsonObject json = new JsonObject()
                .put("state", state)
                .put("nonce", nonce)
                .put("verifier", verifier)
                .put("redirect_uri", redirectUri)
                .put("return_to", returnTo)
                .put("ends_at", endsAt);
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, iv, Encoding.utf8(json.encode()));
        byte[] all = Arrays.copyOf(iv, iv.length + sealed.length);
        System.arraycopy(sealed, 0, all, iv.length, sealed.length);
        return key.kid() + '.' + Encoding.base64url(all);
    }

    /** Fails with {@code oidc-state} 400 where it is not one of ours, or is over. */
    static OidcFlow open(String sealed, SigningKey key, Instant now) {
        OidcFlow flow = read(sealed, key);
        if (now.getEpochSecond() >= flow.endsAt()) {
            throw Refusals.oidcState();
        }
        return flow;
    }

    private static OidcFlow read(String sealed, SigningKey key) {
        try {
            byte[] all = Encoding.fromBase64url(sealed.substring(sealed.indexOf('.') + 1));
            byte[] iv = Arrays.copyOf(all, IV_BYTES);
            byte[] text = crypt(Cipher.DECRYPT_MODE, key, iv, Arrays.copyOfRange(all, IV_BYTES, all.length));
            JsonObject json = new JsonObject(new String(text, StandardCharsets.UTF_8));
            return new OidcFlow(
                    json.getString("state"),
                    json.getString("nonce"),
                    json.getString("verifier"),
                    json.getString("redirect_uri"),
                    json.getString("return_to"),
                    json.getLong("ends_at"));
        } catch (IllegalArgumentException forged) {
            throw Refusals.oidcState();
        }
    }

    private static byte[] crypt(int mode, SigningKey key, byte[] iv, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.derive("oidc-flow"), "AES"), new GCMParameterSpec(TAG_BITS, iv));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not sealed with this key", e);
        }
    }

    @Override
    public String toString() {
        return "OidcFlow[]";
    }
}
