package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.corebus.storage.IdentityMessages.UnlinkUser;
import io.corebus.storage.StorageMessages.DeleteUser;
import io.corebus.storage.StorageMessages.InsertFirstAdmin;
import io.corebus.storage.StorageMessages.InsertKey;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.Key;
import io.corebus.storage.StorageMessages.RotateSession;
import io.corebus.storage.StorageMessages.RotatedSession;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands that meet in the database. */
class AccountsAtOnceIT extends AccountsAsking {
    private static final int AT_ONCE = AccountsRoom.WRITE_CONNECTIONS;
    private static final int LINKS = 5;

    @RegisterExtension
    private static final AccountsRoom ROOM = new AccountsRoom();

    @Override
    Bus bus() {
        return ROOM.bus();
    }

    @Test
    void twoAdmins_thatAreTakenAwayAtOnce_leaveOne() {
        for (int round = 0; round < 20; round++) {
            User one = insertUser("one" + round + "@example.org", Caller.ADMIN_ROLE);
            User other = insertUser("other" + round + "@example.org", Caller.ADMIN_ROLE);
            demoteAllBut(one, other);

            List<Object> answers = atOnce(List.of(
                    bus().request(StorageMessages.UPDATE_USER, demotion(one), caller()),
                    bus().request(StorageMessages.DELETE_USER, new DeleteUser(other.id()), caller())));

            assertThat(answers.stream().filter(Failure.class::isInstance))
                    .containsExactly(new Failure("last-admin", 409, LAST_ADMIN));
            assertThat(admins()).hasSize(1);
        }
    }

    @Test
    void allAdmins_thatAreDisabledAtOnce_leaveOne() {
        List<User> admins = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> insertUser(i + "@example.org", Caller.ADMIN_ROLE))
                .toList();

        List<Object> answers = atOnce(admins.stream()
                .map(admin -> bus().request(
                                StorageMessages.UPDATE_USER, new UpdateUser(admin.id(), null, null, true), caller()))
                .toList());

        assertThat(answers.stream().filter(Failure.class::isInstance))
                .containsExactly(new Failure("last-admin", 409, LAST_ADMIN));
        assertThat(admins()).hasSize(1);
    }

    @Test
    void oneToken_exchangedManyTimesAtOnce_isExchangedOnce_andTheSessionEnds() {
        User ada = insertUser("ada@example.org");
        for (int round = 0; round < 20; round++) {
            String token = "token" + round;
            begin(ada, token, inAnHour());

            List<Object> answers = atOnce(IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> exchange(token, token + "-" + i))
                    .toList());

            assertThat(answers).filteredOn(answer -> userOf(answer) != null).hasSize(1);
            assertThat(answers).doesNotHaveAnyElementsOfTypes(Failure.class);
            for (int i = 0; i < AT_ONCE; i++) {
                assertRefused(rotate(token + "-" + i, "more"));
            }
        }
    }

    @Test
    void oneExchange_repeatedAtOnce_answersAllAlike() {
        User ada = insertUser("ada@example.org");
        String session = begin(ada, "one", inAnHour());

        List<Object> answers = atOnce(IntStream.range(0, AT_ONCE)
                .mapToObj(i -> exchange("one", "two"))
                .toList());

        assertThat(answers).containsOnly(new RotatedSession(ada, session)).hasSize(AT_ONCE);
        assertThat(rotate("two", "three").user()).isEqualTo(ada);
    }

    @Test
    void manyFirstAdmins_atOnce_areOne() throws SQLException {
        for (int round = 0; round < 10; round++) {
            ROOM.forgetAll();
            List<Object> answers = atOnce(IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> bus().request(
                                    StorageMessages.INSERT_FIRST_ADMIN, firstAdmin(i + "@example.org", null), caller()))
                    .toList());

            assertThat(answers).filteredOn(User.class::isInstance).hasSize(1);
            assertThat(answers)
                    .filteredOn(Failure.class::isInstance)
                    .hasSize(AT_ONCE - 1)
                    .containsOnly(new Failure("setup-closed", 409, "There is an admin already."));
            assertThat(list(100, null).users()).hasSize(1);
        }
    }

    @Test
    void oneFirstAdmin_repeatedAtOnce_isOne() throws SQLException {
        InsertFirstAdmin command = firstAdmin("ada@example.org", null);

        List<Object> answers = atOnce(IntStream.range(0, AT_ONCE)
                .mapToObj(i -> bus().request(StorageMessages.INSERT_FIRST_ADMIN, command, caller()))
                .toList());

        assertThat(answers).containsOnly(user(command.id())).hasSize(AT_ONCE);
        assertThat(kinds()).containsExactly("user-created");
    }

    @Test
    void oneUser_insertedManyTimesAtOnce_isOne() throws SQLException {
        InsertUser command = new InsertUser(id(), "ada@example.org", "hash", List.of("viewer"));

        List<Object> answers = atOnce(IntStream.range(0, AT_ONCE)
                .mapToObj(i -> bus().request(StorageMessages.INSERT_USER, command, caller()))
                .toList());

        assertThat(answers).containsOnly(user(command.id())).hasSize(AT_ONCE);
        assertThat(kinds()).containsExactly("user-created");
    }

    @Test
    void oneDeletion_repeatedAtOnce_isDoneOnce() throws SQLException {
        User ada = insertUser("ada@example.org");
        Caller command = caller();

        List<Object> answers = atOnce(IntStream.range(0, AT_ONCE)
                .mapToObj(i -> bus().request(StorageMessages.DELETE_USER, new DeleteUser(ada.id()), command))
                .toList());

        assertThat(answers).containsOnly(new StorageMessages.Done()).hasSize(AT_ONCE);
        assertThat(kinds()).containsExactly("user-created", "user-deleted");
    }

    @Test
    void manyFirstKeys_atOnce_areOne() throws SQLException {
        for (int round = 0; round < 20; round++) {
            ROOM.forgetAll();
            atOnce(IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> new InsertKey("k" + i, "{}", true))
                    .map(command -> bus().request(StorageMessages.INSERT_KEY, command, caller()))
                    .toList());

            assertThat(keys()).extracting(Key::kid).hasSize(1);
        }
    }

    @Test
    void manyNamesOfOneUser_atOnce_areOne() throws SQLException {
        for (int round = 0; round < 20; round++) {
            User ada = insertUser("ada" + round + "@example.org");
            String name = "sub-" + round + "-";
            List<Object> answers = atOnce(IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> new LinkUser("https://id.example", name + i, ada.id()))
                    .map(command -> bus().request(IdentityMessages.LINK_USER, command, caller()))
                    .toList());

            assertThat(answers)
                    .filteredOn(StorageMessages.Done.class::isInstance)
                    .hasSize(1);
            assertThat(ROOM.query("SELECT subject FROM corebus.foreign_identities WHERE user_id = '" + ada.id() + "'"))
                    .hasSize(1);
        }
        assertThat(kinds()).filteredOn("identity-linked"::equals).hasSize(20);
    }

    @Test
    void oneUser_unlinkedManyTimesAtOnce_isUnlinkedOnce() throws SQLException {
        for (int round = 0; round < 10; round++) {
            User ada = insertLinkedUser(round);

            assertThat(atOnce(unlinkings(ada))).containsOnly(new StorageMessages.Done());
        }
        assertThat(kinds()).filteredOn("identity-unlinked"::equals).hasSize(10 * LINKS);
    }

    @Test
    void oneUser_unlinkedAndDeletedAtOnce_isGone() throws SQLException {
        for (int round = 0; round < 10; round++) {
            User ada = insertLinkedUser(round);
            List<Future<?>> requests = new ArrayList<>(unlinkings(ada));
            requests.add(AT_ONCE / 2, bus().request(StorageMessages.DELETE_USER, new DeleteUser(ada.id()), caller()));

            assertThat(atOnce(requests))
                    .contains(new StorageMessages.Done())
                    .isSubsetOf(new StorageMessages.Done(), new Failure("not-found", 404, NO_USER));
            assertThat(user(ada.id())).isNull();
        }
        assertThat(ROOM.query("SELECT subject FROM corebus.foreign_identities")).isEmpty();
    }

    private User insertLinkedUser(int round) {
        User user = insertUser("ada" + round + "@example.org");
        for (int i = 0; i < LINKS; i++) {
            ask(IdentityMessages.LINK_USER, new LinkUser("https://" + i + ".example", "sub-" + round, user.id()));
        }
        return user;
    }

    /** One command that is repeated, and others. */
    private List<Future<StorageMessages.Done>> unlinkings(User user) {
        Caller repeated = caller();
        return IntStream.range(0, AT_ONCE)
                .mapToObj(i -> i % 2 == 0 ? repeated : caller())
                .map(caller -> bus().request(IdentityMessages.UNLINK_USER, new UnlinkUser(user.id()), caller))
                .toList();
    }

    @Test
    void changesOfOneUserAtOnce_followEachOtherInTheJournal() throws SQLException {
        User ada = insertUser("ada@example.org");
        atOnce(IntStream.range(0, 40)
                .mapToObj(i -> bus().request(
                                StorageMessages.UPDATE_USER,
                                new UpdateUser(ada.id(), null, List.of("role" + i), null),
                                caller()))
                .toList());

        List<String> befores = ROOM.query("SELECT before::text FROM corebus.journal WHERE before IS NOT NULL");
        List<String> afters = ROOM.query("SELECT after::text FROM corebus.journal");
        String last = ROOM.query(
                        "SELECT json_build_object('id', id, 'email', email, 'roles', roles, 'disabled', disabled)"
                                + "::text FROM corebus.users")
                .get(0);
        assertThat(befores).hasSize(40).doesNotHaveDuplicates();
        afters.remove(last);
        assertThat(befores).containsExactlyInAnyOrderElementsOf(afters);
    }

    /** What each answered, or the failure it answered. */
    private static List<Object> atOnce(List<? extends Future<?>> requests) {
        List<Object> answers = new ArrayList<>();
        for (Future<?> request : requests) {
            answers.add(await(
                    request.<Object>map(answer -> answer).otherwise(cause -> ((FailureException) cause).failure())));
        }
        return answers;
    }

    private Future<RotatedSession> exchange(String token, String next) {
        return bus().request(StorageMessages.ROTATE_SESSION, new RotateSession(token, next, inAnHour()), caller());
    }

    private static User userOf(Object answer) {
        return ((RotatedSession) answer).user();
    }

    private static UpdateUser demotion(User user) {
        return new UpdateUser(user.id(), null, List.of("viewer"), null);
    }

    private List<User> admins() {
        return list(1000, null).users().stream()
                .filter(user -> user.roles().contains(Caller.ADMIN_ROLE) && !user.disabled())
                .toList();
    }

    private void demoteAllBut(User one, User other) {
        for (User admin : admins()) {
            if (!List.of(one.id(), other.id()).contains(admin.id())) {
                ask(StorageMessages.UPDATE_USER, demotion(admin));
            }
        }
    }

    private static List<String> kinds() throws SQLException {
        return ROOM.query("SELECT kind FROM corebus.journal ORDER BY txid, n");
    }
}
