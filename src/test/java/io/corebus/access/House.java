package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Trace;
import io.corebus.config.OidcConfig;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The access room as it runs, on a real bus, with a storage room in memory behind it. */
final class House implements AutoCloseable {
    static final String ADMIN_EMAIL = "ada@example.org";
    static final String PASSWORD = "correct horse battery";
    private static final OidcConfig NO_PROVIDER =
            new OidcConfig(null, null, null, List.of("openid"), List.of(), null, List.of(), false);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Bus bus = new Bus(vertx, meters);
    final MovableClock clock = new MovableClock();
    final StorageDouble storage = new StorageDouble(bus, clock);
    final Queue<String> changedUsers = new ConcurrentLinkedQueue<>();

    /** With an admin. */
    static House withAdmin() {
        House house = empty();
        house.ask(AccessMessages.PREPARE_SETUP, new PrepareSetup(ADMIN_EMAIL, PASSWORD), house.system());
        return house;
    }

    static House empty() {
        return with(config(), 1);
    }

    static House with(AccessConfig config, int instances) {
        House house = new House();
        house.await(house.vertx.deployVerticle(house.storage));
        for (int i = 0; i < instances; i++) {
            house.addRoom(config);
        }
        house.await(house.bus.subscribe(AccessMessages.USER_CHANGED, event -> house.changedUsers.add(event.user())));
        return house;
    }

    String addRoom(AccessConfig config) {
        return addRoom(config, NO_PROVIDER);
    }

    String addRoom(AccessConfig config, OidcConfig oidc) {
        return await(vertx.deployVerticle(new AccessVerticle(config, oidc, bus, meters, clock)));
    }

    /** Hashes so little that tests are quick. */
    static AccessConfig config() {
        return config(64, 2, 50);
    }

    static AccessConfig config(int argon2Memory, int maxHashes, int maxWaitingHashes) {
        return new AccessConfig(
                Duration.ofMinutes(15),
                Duration.ofHours(720),
                Duration.ofHours(24),
                10,
                argon2Memory,
                1,
                1,
                maxHashes,
                maxWaitingHashes,
                "corebus",
                "corebus");
    }

    <Q, R> R ask(Address<Q, R> address, Q request, Caller caller) {
        return await(bus.request(address, request, caller));
    }

    <Q> Failure refusal(Address<Q, ?> address, Q request, Caller caller) {
        FailureException refused = catchThrowableOfType(FailureException.class, () -> ask(address, request, caller));
        assertThat(refused).as("%s should be refused", address).isNotNull();
        return refused.failure();
    }

    Tokens signIn(String email, String password) {
        return ask(AccessMessages.SIGN_IN, new SignIn(email, password), anonymous());
    }

    Identity authenticate(String token) {
        return ask(AccessMessages.AUTHENTICATE, new AccessMessages.Authenticate(token), anonymous());
    }

    Failure authenticationRefusal(String token) {
        return refusal(AccessMessages.AUTHENTICATE, new AccessMessages.Authenticate(token), anonymous());
    }

    /** Creates a user with {@link #PASSWORD}. */
    AccessMessages.User createUser(String email, String... roles) {
        return ask(AccessMessages.CREATE_USER, new AccessMessages.CreateUser(email, PASSWORD, List.of(roles)), admin());
    }

    Caller system() {
        return Caller.system(PATIENCE);
    }

    Caller anonymous() {
        return Caller.anonymous("http", Trace.start(), PATIENCE);
    }

    Caller admin() {
        return user(storage.user(ADMIN_EMAIL).id(), Caller.ADMIN_ROLE);
    }

    Caller user(String id, String... roles) {
        return new Caller(id, List.of(roles), null, "http", Trace.start(), System.nanoTime() + PATIENCE.toNanos());
    }

    <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(15, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** How often something of that name was counted. */
    double count(String meter, String outcome) {
        return meters.find(meter).tag("outcome", outcome).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    long hashes() {
        return meters.get("corebus.access.password.hashing").timer().count();
    }

    @Override
    public void close() {
        unhandled.requireNone();
        await(vertx.close());
    }
}
