package io.corebus.access;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.corebus.bus.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Argon2id on threads of its own, a bounded number at once and a bounded number waiting. Hashes are PHC strings that say how they were made, so that the
 * cost can be raised without anybody choosing a new password. Passwords are brought into Unicode form NFKC before (NIST SP 800-63B): the same key
 * strokes make different code points on different systems.
 */
final class PasswordHasher {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordHasher.class);
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** In KiB for each lane, as RFC 9106 has it. */
    private static final long LEAST_MEMORY = 8;

    private static final Duration LONGEST_HASH = Duration.ofSeconds(30);

    private final Argon2Function function;
    /** Strangers' passwords wait among themselves: however many there are, those of known clients get their turn. */
    private final Lane strangers;

    private final Lane known;
    private final AccessMetrics metrics;
    private final SecureRandom random = new SecureRandom();
    private final String nobodysHash;

    PasswordHasher(Vertx vertx, AccessConfig config, AccessMetrics metrics) {
        this.function = Argon2Function.getInstance(
                config.argon2Memory(), config.argon2Iterations(), config.argon2Parallelism(), HASH_BYTES, Argon2.ID);
        this.strangers = new Lane(vertx, "corebus-passwords", config);
        this.known = new Lane(vertx, "corebus-passwords-known", config);
        this.metrics = metrics;
        this.nobodysHash = nobodysHash(config);
    }

    /** The PHC string for a new password. */
    Future<String> hash(String password, Caller caller) {
        return known.work(caller, () -> {
            byte[] salt = randomBytes(SALT_BYTES);
            return function.hash(utf8(password), salt).getResult();
        });
    }

    /**
     * Whether the password is the one of the hash. Where there is no hash the answer is no, and it takes just as long to give it; so does a no where the hash was
     * made with less effort than is asked for today.
     */
    Future<Boolean> check(String password, @Nullable String hash, boolean ofKnownClient, Caller caller) {
        String compared = hash == null ? nobodysHash : hash;
        Lane lane = ofKnownClient ? known : strangers;
        return lane.work(caller, () -> matches(password, compared));
    }

    /** Whether a hash was made with less effort than is asked for today. */
    boolean isOutdated(String hash) {
        Argon2Function made = Argon2Function.getInstanceFromHash(hash);
        return made.getVariant() != Argon2.ID
                || made.getMemory() < function.getMemory()
                || made.getIterations() < function.getIterations()
                || made.getOutputLength() < HASH_BYTES;
    }

    /** Threads of its own, a bounded number of passwords in work and waiting. */
    private final class Lane {
        private final WorkerExecutor workers;
        private final int maxInWork;
        private int inWork;

        /** One pool for all instances of the room on this node: the processors are shared, too. */
        Lane(Vertx vertx, String name, AccessConfig config) {
            this.workers = vertx.createSharedWorkerExecutor(
                    name, config.hashesAtOnce(), LONGEST_HASH.toMillis(), TimeUnit.MILLISECONDS);
            this.maxInWork = config.hashesAtOnce() + config.maxWaitingHashes();
        }

        <T> Future<T> work(Caller caller, Callable<T> job) {
            if (inWork >= maxInWork) {
                return Future.failedFuture(Refusals.tooManyPasswords());
            }
            inWork++;
            return workers.executeBlocking(() -> timed(caller, job), false).onComplete(done -> inWork--);
        }
    }

    private <T> T timed(Caller caller, Callable<T> job) throws Exception {
        if (caller.millisLeft() <= 0) {
            throw Refusals.tooManyPasswords(); // It waited too long for its turn: nobody listens any more.
        }
        long began = System.nanoTime();
        T result = job.call();
        metrics.hashing(Duration.ofNanos(System.nanoTime() - began));
        return result;
    }

    private boolean matches(String password, String hash) {
        long spent = 0;
        try {
            Argon2Function made = Argon2Function.getInstanceFromHash(hash);
            if (made.check(utf8(password), hash.getBytes(StandardCharsets.US_ASCII))) {
                return true;
            }
            spent = effort(made);
        } catch (RuntimeException unreadable) {
            // The exception's text may quote the hash, so it stays here.
            LOG.error(
                    "a stored password hash cannot be read ({})",
                    unreadable.getClass().getName());
        }
        spendRest(spent, password);
        return false;
    }

    /** How much memory is written, in KiB: that is what takes the time. */
    private static long effort(Argon2Function function) {
        return (long) function.getMemory() * function.getIterations();
    }

    /** Else who exists could be told from how soon the answer comes. */
    private void spendRest(long spent, String password) {
        long memory = (effort(function) - spent) / function.getIterations();
        if (memory >= LEAST_MEMORY * function.getParallelism()) {
            Argon2Function.getInstance(
                            (int) memory, function.getIterations(), function.getParallelism(), HASH_BYTES, Argon2.ID)
                    .hash(utf8(password), randomBytes(SALT_BYTES));
        }
    }

    private static byte[] utf8(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
    }

    /** A hash of which nobody knows the password; made up, as no password is needed to compare with it at full cost. */
    private String nobodysHash(AccessConfig config) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        config.argon2Memory(),
                        config.argon2Iterations(),
                        config.argon2Parallelism(),
                        base64.encodeToString(randomBytes(SALT_BYTES)),
                        base64.encodeToString(randomBytes(HASH_BYTES)));
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
