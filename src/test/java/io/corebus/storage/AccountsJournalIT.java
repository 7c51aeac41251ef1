package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Trace;
import io.corebus.storage.StorageMessages.DeleteUser;
import io.corebus.storage.StorageMessages.EndSessions;
import io.corebus.storage.StorageMessages.InsertFirstAdmin;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What of the accounts is in the journal, and that it makes a command that arrives again harmless. */
class AccountsJournalIT extends AccountsAsking {
    private static final String ACTOR = "0198b1a0-0000-7000-8000-000000000001";

    @RegisterExtension
    private static final AccountsRoom ROOM = new AccountsRoom();

    @Override
    Bus bus() {
        return ROOM.bus();
    }

    @Test
    void everyChangeOfAUser_isInTheJournal() throws SQLException {
        Caller caller = admin();
        InsertUser insert = new InsertUser(id(), "Ada@example.org", "$argon2$secret", List.of("viewer"));
        ask(StorageMessages.INSERT_USER, insert, caller);
        ask(StorageMessages.UPDATE_USER, new UpdateUser(insert.id(), "$argon2$new", List.of(), true), caller);
        ask(StorageMessages.DELETE_USER, new DeleteUser(insert.id()), caller);

        String enabled =
                "{\"id\" : \"%s\", \"email\" : \"Ada@example.org\", \"roles\" : [\"viewer\"], \"disabled\" : false}"
                        .formatted(insert.id());
        String disabled = "{\"id\" : \"%s\", \"email\" : \"Ada@example.org\", \"roles\" : [], \"disabled\" : true}"
                .formatted(insert.id());
        String changed = disabled.replace("true}", "true, \"password_changed\" : true}");
        assertThat(ROOM.query("SELECT concat_ws('|', kind, coalesce(before::text, '-'), coalesce(after::text, '-'))"
                        + " FROM corebus.journal ORDER BY txid, n"))
                .containsExactly(
                        "user-created|-|" + enabled,
                        "user-changed|" + enabled + "|" + changed,
                        "user-deleted|" + disabled + "|-");
        String metadata = String.join("|", "users", insert.id(), "-", ACTOR, "http", "token-1", caller.trace());
        assertThat(ROOM.query(
                        "SELECT DISTINCT concat_ws('|', feature, resource_id, coalesce(version::text, '-'), actor, via,"
                                + " token, trace) FROM corebus.journal"))
                .containsExactly(metadata);
        assertThat(ROOM.query("SELECT journal::text FROM corebus.journal journal WHERE journal::text LIKE '%argon2%'"))
                .isEmpty();
    }

    @Test
    void aNewPassword_isToldFromTheOldOneHashedAnew_andFromNone() throws SQLException {
        User ada = insertUser("ada@example.org");
        ask(
                StorageMessages.UPDATE_USER,
                new UpdateUser(ada.id(), "stronger", null, null, true, false, null, null, null));
        update(ada.id(), "new", null, null);
        update(ada.id(), "new", List.of("viewer"), null);

        String members = "SELECT concat_ws('|', coalesce(after ->> 'password_changed', '-'),"
                + " coalesce(after ->> 'password_rehashed', '-'), after -> 'roles') FROM corebus.journal";
        assertThat(ROOM.query(members + " WHERE kind = 'user-changed' ORDER BY txid, n"))
                .containsExactly("-|true|[]", "true|-|[]", "-|-|[\"viewer\"]");
    }

    @Test
    void thePayloadHash_coversSaltBeforeAndAfter() throws Exception {
        User ada = insertUser("ada@example.org", "viewer");
        update(ada.id(), null, List.of("editor"), null);
        delete(ada.id(), caller());

        List<byte[]> salts = new ArrayList<>();
        try (Connection connection = ROOM.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT salt, coalesce(before::text, ''), coalesce(after::text, ''), payload_hash"
                                + " FROM corebus.journal ORDER BY txid, n")) {
            while (row.next()) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(row.getBytes(1));
                digest.update(row.getString(2).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(row.getString(3).getBytes(StandardCharsets.UTF_8));
                assertThat(digest.digest()).isEqualTo(row.getBytes(4));
                assertThat(row.getBytes(1)).hasSize(16);
                salts.add(row.getBytes(1));
            }
        }
        assertThat(salts).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void whatWasRefusedOrRepeatedOrChangedNothing_isNotInTheJournal() throws SQLException {
        InsertUser insert = new InsertUser(id(), "ada@example.org", "hash", List.of(Caller.ADMIN_ROLE));
        ask(StorageMessages.INSERT_USER, insert);
        ask(StorageMessages.INSERT_USER, insert);
        refusal(StorageMessages.INSERT_USER, new InsertUser(id(), "ada@example.org", null, List.of()), caller());
        refusal(StorageMessages.DELETE_USER, new DeleteUser(insert.id()), caller());
        update(insert.id(), "hash", List.of(Caller.ADMIN_ROLE), false);
        Caller command = caller();
        ask(StorageMessages.UPDATE_USER, new UpdateUser(insert.id(), "other", null, null), command);
        ask(StorageMessages.UPDATE_USER, new UpdateUser(insert.id(), "other", null, null), command);

        assertThat(kinds()).containsExactly("user-created", "user-changed");
    }

    @Test
    void theFirstAdmin_isInTheJournal() throws SQLException {
        ask(StorageMessages.INSERT_FIRST_ADMIN, firstAdmin("ada@example.org", null));

        assertThat(kinds()).containsExactly("user-created");
    }

    // --- sessions

    private static final String SESSION_ENTRIES =
            "SELECT concat_ws('|', kind, resource_id, actor, before::text, coalesce(after::text, '-'))"
                    + " FROM corebus.journal WHERE kind NOT LIKE 'user-%' ORDER BY txid, n";

    @Test
    void aSignOut_tellsWhoAndWhichSession_once_andThatOfNoSessionTellsNothing() throws SQLException {
        User ada = insertUser("ada@example.org");
        String session = begin(ada, "one", inAnHour());
        String withdrawn = begin(ada, "other", inAnHour());
        rotate("one", "two");

        for (String token : List.of("unknown", "two", "two", "one")) {
            Caller anybody = Caller.anonymous("http", Trace.start(), Duration.ofSeconds(10));
            ask(StorageMessages.END_SESSIONS, new EndSessions(token, null, true), anybody);
        }
        ask(StorageMessages.END_SESSIONS, new EndSessions("other", null));

        assertThat(withdrawn).isNotEqualTo(session);
        assertThat(ROOM.query(SESSION_ENTRIES))
                .containsExactly("signed-out|" + ada.id() + "|" + ada.id() + "|{\"session\" : \"" + session + "\"}|-");
    }

    @Test
    void aRefreshTokenThatIsSentAgain_isInTheJournal_once() throws SQLException {
        User ada = insertUser("ada@example.org");
        String session = begin(ada, "one", inAnHour());
        rotate("one", "two");
        rotate("one", "two");

        for (String next : List.of("three", "four")) {
            assertThat(rotate("one", next).user()).isNull();
        }
        rotate("unknown", "five");

        assertThat(ROOM.query(SESSION_ENTRIES))
                .containsExactly("refresh-token-reused|" + ada.id() + "|" + caller().user() + "|{\"session\" : \""
                        + session + "\"}|-");
    }

    // --- repeats that come late

    @Test
    void insertUser_repeatedAfterTheUserWasDeleted_bringsNobodyBack() {
        InsertUser insert = new InsertUser(id(), "ada@example.org", null, List.of("viewer"));
        User first = ask(StorageMessages.INSERT_USER, insert);
        delete(insert.id(), caller());

        assertThat(ask(StorageMessages.INSERT_USER, insert)).isEqualTo(first);
        assertThat(user(insert.id())).isNull();
    }

    @Test
    void updateUser_repeatedAfterAnotherChange_isNotDoneAgain() {
        User ada = insertUser("ada@example.org", "viewer");
        Caller command = caller();
        UpdateUser promotion = new UpdateUser(ada.id(), null, List.of("editor"), null);
        User first = ask(StorageMessages.UPDATE_USER, promotion, command);
        update(ada.id(), null, List.of(), null);

        assertThat(ask(StorageMessages.UPDATE_USER, promotion, command)).isEqualTo(first);
        assertThat(user(ada.id()).roles()).isEmpty();
    }

    @Test
    void insertFirstAdmin_repeatedAfterOthersBecameAdmins_answersAsTheFirstTime() {
        InsertFirstAdmin command = firstAdmin("ada@example.org", null);
        User first = ask(StorageMessages.INSERT_FIRST_ADMIN, command);
        insertUser("bob@example.org", Caller.ADMIN_ROLE);
        update(first.id(), null, List.of(), null);

        assertThat(ask(StorageMessages.INSERT_FIRST_ADMIN, command)).isEqualTo(first);
        assertThat(user(first.id()).roles()).isEmpty();
    }

    private static Caller admin() {
        return new Caller(
                ACTOR,
                List.of(Caller.ADMIN_ROLE),
                "token-1",
                "http",
                Trace.start(),
                System.nanoTime() + Duration.ofSeconds(10).toNanos());
    }

    private <Q, R> R ask(Address<Q, R> address, Q request, Caller caller) {
        return await(bus().request(address, request, caller));
    }

    private static List<String> kinds() throws SQLException {
        return ROOM.query("SELECT kind FROM corebus.journal ORDER BY txid, n");
    }
}
