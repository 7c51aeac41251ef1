package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.StorageMessages.DeleteUser;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.InsertFirstAdmin;
import io.corebus.storage.StorageMessages.InsertKey;
import io.corebus.storage.StorageMessages.InsertSession;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.Key;
import io.corebus.storage.StorageMessages.ListKeys;
import io.corebus.storage.StorageMessages.ListUsers;
import io.corebus.storage.StorageMessages.RotateSession;
import io.corebus.storage.StorageMessages.RotatedSession;
import io.corebus.storage.StorageMessages.SaveSetup;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.corebus.storage.StorageMessages.UserPage;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.TemporalUnitOffset;

/** Asks the account addresses as the access room does, each time as a command of its own. */
abstract class AccountsAsking {
    static final String NO_USER = "There is no user with this id.";
    static final String LAST_ADMIN = "This is the last admin. Make somebody else an admin first.";

    abstract Bus bus();

    User insertUser(String email, String... roles) {
        return ask(StorageMessages.INSERT_USER, new InsertUser(id(), email, "hash", List.of(roles)));
    }

    User find(String id, String email) {
        return ask(StorageMessages.FIND_USER, new FindUser(id, email)).user();
    }

    User user(String id) {
        return find(id, null);
    }

    UserPage list(int limit, String after) {
        return ask(StorageMessages.LIST_USERS, new ListUsers(limit, after));
    }

    User update(String id, String passwordHash, List<String> roles, Boolean disabled) {
        return ask(StorageMessages.UPDATE_USER, new UpdateUser(id, passwordHash, roles, disabled));
    }

    void delete(String id, Caller caller) {
        assertThat(await(bus().request(StorageMessages.DELETE_USER, new DeleteUser(id), caller)))
                .isEqualTo(new Done());
    }

    /** The id of the session. */
    String begin(User user, String token, String expiresAt) {
        InsertSession command = new InsertSession(id(), user.id(), token, expiresAt, null, null);
        ask(StorageMessages.INSERT_SESSION, command);
        return command.id();
    }

    RotatedSession rotate(String token, String next) {
        return ask(StorageMessages.ROTATE_SESSION, new RotateSession(token, next, inAnHour()));
    }

    static void assertRefused(RotatedSession rotated) {
        assertThat(rotated).isEqualTo(new RotatedSession(null, null));
    }

    void insertKey(String kid, boolean onlyIfNone) {
        ask(StorageMessages.INSERT_KEY, new InsertKey(kid, "{\"" + kid + "\":1}", onlyIfNone));
    }

    List<Key> keys() {
        return ask(StorageMessages.LIST_KEYS, new ListKeys()).keys();
    }

    boolean offer(String token, String expiresAt) {
        return ask(StorageMessages.SAVE_SETUP, new SaveSetup(token, expiresAt)).needed();
    }

    static InsertFirstAdmin firstAdmin(String email, String token) {
        return new InsertFirstAdmin(id(), email, "hash", token);
    }

    <Q, R> R ask(Address<Q, R> address, Q request) {
        return await(bus().request(address, request, caller()));
    }

    <Q> Failure refusal(Address<Q, ?> address, Q request, Caller caller) {
        FailureException refused =
                catchThrowableOfType(FailureException.class, () -> await(bus().request(address, request, caller)));
        assertThat(refused).as("%s should be refused", address).isNotNull();
        return refused.failure();
    }

    static void assertIs(Failure failure, String code, int status, String detail) {
        assertThat(failure).isEqualTo(new Failure(code, status, detail));
    }

    /** Each is a command of its own. */
    static Caller caller() {
        return Caller.system(Duration.ofSeconds(10));
    }

    static String id() {
        return UUID.randomUUID().toString();
    }

    static String inAnHour() {
        return Instant.now().plus(1, ChronoUnit.HOURS).toString();
    }

    static TemporalUnitOffset byAMinute() {
        return within(1, ChronoUnit.MINUTES);
    }

    static <T> T await(Future<T> future) {
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
}
