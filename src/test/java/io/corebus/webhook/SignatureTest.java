package io.corebus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** The example that the libraries of Standard Webhooks are tested with. */
    @Test
    void thePublishedExample_hasThePublishedSignature() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        assertThat(Signature.of(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void everyPart_isSigned() {
        byte[] body = {1, 2};
        String signature = Signature.of(SECRET, "a", 1, body);

        assertThat(Signature.of(SECRET, "b", 1, body)).isNotEqualTo(signature);
        assertThat(Signature.of(SECRET, "a", 2, body)).isNotEqualTo(signature);
        assertThat(Signature.of(SECRET, "a", 1, new byte[] {1, 3})).isNotEqualTo(signature);
        assertThat(Signature.of(Secret.random(), "a", 1, body)).isNotEqualTo(signature);
    }

    @Test
    void aSecret_has24To64Bytes() {
        assertThat(Secret.isOne(Secret.random())).isTrue();
        assertThat(Secret.random()).isNotEqualTo(Secret.random());
        assertThat(Secret.isOne(secret(24))).isTrue();
        assertThat(Secret.isOne(secret(64))).isTrue();
        assertThat(Secret.isOne(secret(23))).isFalse();
        assertThat(Secret.isOne(secret(65))).isFalse();
        assertThat(Secret.isOne(secret(32).substring(6))).isFalse();
        assertThat(Secret.isOne("whsec_not base64 at all, but long enough")).isFalse();
    }

    private static String secret(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
