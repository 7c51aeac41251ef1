package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.User;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The account side of the storage room on a real PostgreSQL: the contract, and what only a database can get wrong. */
class AccountsIT extends AccountsContract {
    @RegisterExtension
    private static final AccountsRoom ROOM = new AccountsRoom();

    @Override
    Bus bus() {
        return ROOM.bus();
    }

    @Test
    void sessionsThatAreOver_areClearedAway_boundedly() throws SQLException {
        User ada = insertUser("ada@example.org");
        ROOM.execute("INSERT INTO corebus.sessions (id, user_id, expires_at)"
                + " SELECT gen_random_uuid(), id, now() - interval '61 minutes' FROM corebus.users,"
                + " generate_series(1, 150)");
        ROOM.execute("INSERT INTO corebus.refresh_tokens (hash, session_id, expires_at)"
                + " SELECT 'old' || id, id, expires_at FROM corebus.sessions");

        begin(ada, "just over", Instant.now().minusSeconds(60).toString());
        awaitCount("corebus.sessions", 51);
        begin(ada, "good", inAnHour());
        awaitCount("corebus.sessions", 2);

        assertThat(ROOM.query("SELECT hash FROM corebus.refresh_tokens ORDER BY hash"))
                .containsExactly("good", "just over");
    }

    @Test
    void tokensThatAreOver_areForgottenAtTheNextExchange() throws SQLException {
        begin(insertUser("ada@example.org"), "one", inAnHour());
        rotate("one", "two");
        ROOM.execute("UPDATE corebus.refresh_tokens SET expires_at = now() - interval '1 second' WHERE hash = 'one'");

        rotate("two", "three");

        assertThat(ROOM.query("SELECT hash FROM corebus.refresh_tokens ORDER BY hash"))
                .containsExactly("three", "two");
    }

    @Test
    void createdAt_hasMicrosecondsAndIsUtc() {
        assertThat(insertUser("ada@example.org").createdAt())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void addressesBeyondAscii_areComparedWithoutRegardToCase() {
        User user = insertUser("ÉMILE@Straße.example");

        assertThat(find(null, "émile@straße.EXAMPLE")).isEqualTo(user);
    }

    @Test
    void whatTheDatabaseCannotHold_isRefusedWithAReason() {
        assertIs(
                refusal(
                        StorageMessages.INSERT_USER,
                        new InsertUser(id(), "a\0@example.org", null, List.of()),
                        caller()),
                "constraint",
                422,
                "The database cannot hold one of these values.");
        assertIs(
                refusal(StorageMessages.INSERT_USER, new InsertUser("1-1-1-1-1", "a@b", null, List.of()), caller()),
                "constraint",
                422,
                "This id is no UUID.");
        assertThat(list(10, "no-uuid").users()).isEmpty();
    }

    @Test
    void theLastAdmin_isKeptByTheDatabaseItself() throws SQLException {
        insertUser("ada@example.org", Caller.ADMIN_ROLE);

        for (String sql : List.of("DELETE FROM corebus.users", "UPDATE corebus.users SET roles = '{}'")) {
            assertThat(catchThrowable(() -> ROOM.execute(sql))).hasMessageContaining("no enabled admin would be left");
        }
    }

    private static void awaitCount(String table, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(ROOM.query("SELECT count(*) FROM " + table))
                        .containsExactly(Integer.toString(count)));
    }
}
