package io.corebus.http;

import io.corebus.access.AccessMessages;
import io.corebus.bus.Failure;
import io.corebus.config.RedisConfig;
import io.corebus.door.Addresses;
import io.corebus.door.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing of passwords. Counts failed sign-ins per window: of one address for one account, of one address for all accounts, and of all strangers
 * together for one account. A client that signed in to the account before is no stranger, by its device cookie or its address; so an attacker with many
 * addresses cannot lock the owner out. A device has a counter of its own, so neither can one that shares its address.
 */
final class SignInLimit {
    private static final String PREFIX = "corebus:sign-in:";
    private static final Duration ADDRESS_KNOWN = Duration.ofDays(30);

    private final HttpConfig config;
    private final SignInCounters counters;

    SignInLimit(Vertx vertx, HttpConfig config, RedisConfig redisConfig) {
        this.config = config;
        this.counters = new SignInCounters(vertx, config.signInWindow(), redisConfig);
    }

    /** The counters that one sign-in goes against; a sign-in that succeeded gives back what it took. */
    final class Ticket {
        private final List<String> keys;
        private final String client;
        private final boolean known;

        private Ticket(List<String> keys, String client, boolean known) {
            this.keys = keys;
            this.client = client;
            this.known = known;
        }

        /** Whether it is of a client that signed in to the account before. */
        boolean isOfKnownClient() {
            return known;
        }

        void giveBack() {
            keys.forEach(counters::decrement);
            counters.remember(client, ADDRESS_KNOWN);
        }
    }

    /** For a client of which no device is known. Fails with {@code rate-limited} 429. */
    Future<Ticket> take(Exchange exchange, String email) {
        return take(exchange, email, null);
    }

    /** @param device the device that proved that it signed in to the account before; null where none did. Fails with {@code rate-limited} 429 */
    Future<Ticket> take(Exchange exchange, String email, @Nullable String device) {
        String address = Addresses.group(exchange.request());
        String account = name(AccessMessages.account(email));
        String client = PREFIX + "known:" + account + ":" + address;
        if (device != null) {
            String ofDevice = PREFIX + "device:" + name(device);
            return count(ofDevice, config.signInAttempts(), "from your device")
                    .map(free -> new Ticket(List.of(ofDevice), client, true));
        }
        String ofAddress = PREFIX + address;
        String ofBoth = ofAddress + ":" + account;
        String ofAccount = PREFIX + "account:" + account;
        return count(ofBoth, config.signInAttempts(), "from your address")
                .compose(free -> count(ofAddress, config.signInAttemptsPerAddress(), "from your address"))
                .compose(free -> counters.isRemembered(client))
                .compose(known -> (known ? Future.<Void>succeededFuture() : countStranger(ofAccount))
                        .map(free -> new Ticket(List.of(ofAddress, ofBoth), client, known)));
    }

    Future<Void> close() {
        return counters.close();
    }

    /** Not given back: a stranger that got in is none any more, and its success says nothing about the others. */
    private Future<Void> countStranger(String key) {
        return count(
                key,
                config.signInAttemptsPerAccount(),
                "to this account from clients that never signed in to it; yours is one of these");
    }

    private Future<Void> count(String key, int allowed, String what) {
        return counters.increment(key).compose(count -> require(count, allowed, what));
    }

    private Future<Void> require(long count, int allowed, String what) {
        if (count <= allowed) {
            return Future.succeededFuture();
        }
        int seconds = (int) Math.max(1, config.signInWindow().toSeconds());
        String detail = "Too many sign-ins failed " + what + ". Try again in " + seconds + " seconds.";
        return Future.failedFuture(new Failure("rate-limited", 429, detail, List.of(), null, seconds).exception());
    }

    /** E-mail addresses stay out of Redis's keys: a hash names them. */
    private static String name(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
