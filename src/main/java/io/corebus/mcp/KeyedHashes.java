package io.corebus.mcp;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Attest;
import io.corebus.access.AccessMessages.Attestation;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of what nobody can erase: under a key, so that whoever reads the trail cannot try what the arguments may have been. The key is a mark of the access room, the
 * same for all instances; it is asked for now and then, not for each call, and again after a rotation of the keys that it is derived from. Belongs to one event loop.
 */
final class KeyedHashes {
    private static final Attest KEY = new Attest("mcp-arguments-hash", "key");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LIFE_NANOS = Duration.ofMinutes(10).toNanos();
    private static final String ALGORITHM = "HmacSHA256";

    private final Bus bus;
    private @Nullable Future<Mac> mac;
    private long askedNanos;

    KeyedHashes(Bus bus) {
        this.bus = bus;
    }

    /** Completes with null where the key cannot be had now: no hash is better than one that tells what it is of. */
    Future<@Nullable String> of(String hash) {
        return mac().map(mac -> keyed(mac, hash)).otherwiseEmpty();
    }

    private static String keyed(Mac mac, String hash) {
        byte[] keyed = mac.doFinal(hash.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(keyed);
    }

    /** Asks again where the last answer is old or was a failure. */
    private Future<Mac> mac() {
        Future<Mac> known = mac;
        if (known != null && !known.failed() && System.nanoTime() - askedNanos < LIFE_NANOS) {
            return known;
        }
        askedNanos = System.nanoTime();
        Future<Mac> asked =
                bus.request(AccessMessages.ATTEST, KEY, Caller.system(PATIENCE)).map(KeyedHashes::mac);
        mac = asked;
        return asked;
    }

    private static Mac mac(Attestation attestation) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(attestation.mark().getBytes(StandardCharsets.US_ASCII), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }
}
