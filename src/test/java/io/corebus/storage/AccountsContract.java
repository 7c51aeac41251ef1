package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages.CheckSetup;
import io.corebus.storage.StorageMessages.DeleteUser;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.EndSessions;
import io.corebus.storage.StorageMessages.FindUserCommand;
import io.corebus.storage.StorageMessages.InsertFirstAdmin;
import io.corebus.storage.StorageMessages.InsertSession;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.Key;
import io.corebus.storage.StorageMessages.RotateSession;
import io.corebus.storage.StorageMessages.RotatedSession;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.corebus.storage.StorageMessages.UserPage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the account addresses promise: kept by the storage room, and by the double that stands for it in the tests of other rooms. Every test begins with nothing stored. */
abstract class AccountsContract extends AccountsAsking {
    // --- users

    @Test
    void insertUser_isFoundByIdAndByAddressInAnySpelling() {
        User ada = insertUser("Ada@Example.org", "editor", "viewer");

        assertThat(ada.email()).isEqualTo("Ada@Example.org");
        assertThat(ada.passwordHash()).isEqualTo("hash");
        assertThat(ada.roles()).containsExactly("editor", "viewer");
        assertThat(ada.disabled()).isFalse();
        assertThat(OffsetDateTime.parse(ada.createdAt()).toInstant()).isCloseTo(Instant.now(), byAMinute());
        assertThat(user(ada.id())).isEqualTo(ada);
        assertThat(find(null, "aDA@eXAMPLE.ORG")).isEqualTo(ada);
    }

    @Test
    void insertUser_withoutPasswordAndRoles_hasNone() {
        InsertUser command = new InsertUser(id(), "sso@example.org", null, List.of());

        User inserted = ask(StorageMessages.INSERT_USER, command);

        assertThat(inserted.passwordHash()).isNull();
        assertThat(inserted.roles()).isEmpty();
        assertThat(user(inserted.id())).isEqualTo(inserted);
    }

    @Test
    void insertUser_withAnAddressThatIsTakenInAnotherSpelling_isAConflict() {
        insertUser("ada@example.org");

        Failure failure = refusal(
                StorageMessages.INSERT_USER, new InsertUser(id(), "ADA@example.org", null, List.of()), caller());

        assertIs(failure, "conflict", 409, "The value of email is taken.");
    }

    @Test
    void insertUser_repeated_answersAsTheFirstTime() {
        InsertUser command = new InsertUser(id(), "ada@example.org", "hash", List.of("viewer"));
        User first = ask(StorageMessages.INSERT_USER, command);

        assertThat(ask(StorageMessages.INSERT_USER, command)).isEqualTo(first);
        assertThat(list(10, null).users()).containsExactly(first);
    }

    @Test
    void findUser_whomNobodyKnows_isNobody() {
        assertThat(find(id(), null)).isNull();
        assertThat(find("no-uuid", null)).isNull();
        assertThat(find(null, "nobody@example.org")).isNull();
        assertThat(find(null, "a\0b@example.org")).isNull();
    }

    @Test
    void listUsers_goesFromPageToPage() {
        List<User> all = List.of(insertUser("a@example.org"), insertUser("b@example.org"), insertUser("c@example.org"));
        List<User> byId = all.stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();

        UserPage first = list(2, null);
        UserPage second = list(2, first.next());

        assertThat(first.users()).isEqualTo(byId.subList(0, 2));
        assertThat(first.next()).isEqualTo(byId.get(1).id());
        assertThat(second.users()).isEqualTo(byId.subList(2, 3));
        assertThat(second.next()).isNull();
        assertThat(list(3, null).next()).isNull();
    }

    @Test
    void updateUser_changesOnlyWhatIsNotNull() {
        User ada = insertUser("ada@example.org", "viewer");

        User promoted = update(ada.id(), null, List.of("editor"), null);
        User renewed = update(ada.id(), "stronger", null, null);
        User disabled = update(ada.id(), null, null, true);

        assertThat(promoted)
                .isEqualTo(new User(ada.id(), ada.email(), "hash", List.of("editor"), false, ada.createdAt()));
        assertThat(renewed)
                .isEqualTo(new User(ada.id(), ada.email(), "stronger", List.of("editor"), false, ada.createdAt()));
        assertThat(disabled)
                .isEqualTo(new User(ada.id(), ada.email(), "stronger", List.of("editor"), true, ada.createdAt()));
        assertThat(user(ada.id())).isEqualTo(disabled);
    }

    @Test
    void updateUser_whosePasswordIsNotTheExpectedOne_isAConflict_andChangesNothing() {
        User ada = insertUser("ada@example.org");
        begin(ada, "one", inAnHour());
        UpdateUser change = new UpdateUser(ada.id(), "mine", null, null).expecting("hash");
        update(ada.id(), "of the admin", null, null);

        Failure failure = refusal(StorageMessages.UPDATE_USER, change.endingSessions(true, null), caller());

        assertIs(failure, "conflict", 409, "The password of this user is another one by now.");
        assertThat(user(ada.id()).passwordHash()).isEqualTo("of the admin");
        assertThat(rotate("one", "two").user()).isNotNull();
        UpdateUser unknown = new UpdateUser(id(), "mine", null, null).expecting("hash");
        assertIs(refusal(StorageMessages.UPDATE_USER, unknown, caller()), "not-found", 404, NO_USER);
    }

    @Test
    void updateUser_whosePasswordIsTheExpectedOne_isDone_andARepeatIsAnsweredAsTheFirstTime() {
        User ada = insertUser("ada@example.org");
        UpdateUser change = new UpdateUser(ada.id(), "mine", null, null).expecting("hash");
        Caller command = caller();

        User first = await(bus().request(StorageMessages.UPDATE_USER, change, command));

        assertThat(first.passwordHash()).isEqualTo("mine");
        assertThat(await(bus().request(StorageMessages.UPDATE_USER, change, command)))
                .isEqualTo(first);
        assertThat(user(ada.id())).isEqualTo(first);
    }

    @Test
    void updateUser_underAName_isDoneOnce_andSaysWhetherItWas() {
        User ada = insertUser("ada@example.org");
        String name = id();
        FindUserCommand question = new FindUserCommand(name);
        UpdateUser change = new UpdateUser(ada.id(), "mine", null, null).named(name);

        assertThat(ask(StorageMessages.FIND_USER_COMMAND, question).done()).isFalse();
        ask(StorageMessages.UPDATE_USER, change.expecting("hash"));
        UpdateUser hashedAgain = new UpdateUser(ada.id(), "mine, again", null, null).named(name);
        for (String seen : new String[] {"hash", "mine", null}) {
            assertThat(ask(StorageMessages.UPDATE_USER, hashedAgain.expecting(seen))
                            .passwordHash())
                    .isEqualTo("mine");
        }

        assertThat(ask(StorageMessages.FIND_USER_COMMAND, question).done()).isTrue();
        assertThat(user(ada.id()).passwordHash()).isEqualTo("mine");
    }

    @Test
    void updateUser_whomNobodyKnows_isNotFound() {
        for (String id : List.of(id(), "no-uuid")) {
            Failure failure = refusal(StorageMessages.UPDATE_USER, new UpdateUser(id, null, null, true), caller());
            assertIs(failure, "not-found", 404, NO_USER);
        }
    }

    @Test
    void theLastEnabledAdmin_cannotBeTakenAway() {
        User admin = insertUser("ada@example.org", Caller.ADMIN_ROLE);
        User disabled = insertUser("bob@example.org", Caller.ADMIN_ROLE);
        update(disabled.id(), null, null, true);

        List<UpdateUser> changes = List.of(
                new UpdateUser(admin.id(), null, List.of("viewer"), null),
                new UpdateUser(admin.id(), null, null, true));
        for (UpdateUser change : changes) {
            assertIs(refusal(StorageMessages.UPDATE_USER, change, caller()), "last-admin", 409, LAST_ADMIN);
        }
        Failure kept = refusal(StorageMessages.DELETE_USER, new DeleteUser(admin.id()), caller());

        assertIs(kept, "last-admin", 409, LAST_ADMIN);
        assertThat(user(admin.id())).isEqualTo(admin);
    }

    @Test
    void anAdminThatIsNotTheLast_canBeTakenAway() {
        User one = insertUser("ada@example.org", Caller.ADMIN_ROLE);
        User other = insertUser("bob@example.org", Caller.ADMIN_ROLE, "viewer");
        insertUser("eve@example.org", Caller.ADMIN_ROLE);

        update(one.id(), null, List.of(), null);
        delete(other.id(), caller());

        assertThat(user(one.id()).roles()).isEmpty();
        assertThat(user(other.id())).isNull();
    }

    @Test
    void deleteUser_takesItsSessionsAlong() {
        User ada = insertUser("ada@example.org");
        begin(ada, "one", inAnHour());

        delete(ada.id(), caller());

        assertThat(user(ada.id())).isNull();
        assertRefused(rotate("one", "two"));
        insertUser("ada@example.org"); // The address is free again.
    }

    @Test
    void deleteUser_repeated_isDone_butAnotherDeletionFindsNobody() {
        User ada = insertUser("ada@example.org");
        Caller command = caller();
        delete(ada.id(), command);

        delete(ada.id(), command);

        for (String id : List.of(ada.id(), "no-uuid")) {
            assertIs(refusal(StorageMessages.DELETE_USER, new DeleteUser(id), caller()), "not-found", 404, NO_USER);
        }
    }

    // --- sessions

    @Test
    void aSession_goesFromTokenToToken() {
        User ada = insertUser("ada@example.org");
        String session = begin(ada, "one", inAnHour());

        assertThat(rotate("one", "two")).isEqualTo(new RotatedSession(ada, session));
        assertThat(rotate("two", "three")).isEqualTo(new RotatedSession(ada, session));
    }

    @Test
    void aTokenThatWasExchangedBefore_endsTheSession() {
        User ada = insertUser("ada@example.org");
        begin(ada, "one", inAnHour());
        rotate("one", "two");

        assertThat(rotate("one", "copied")).isEqualTo(new RotatedSession(null, null, ada.id()));
        assertRefused(rotate("one", "copied"));
        assertRefused(rotate("two", "three"));
        assertRefused(rotate("copied", "more"));
    }

    @Test
    void aChangeThatLocksOut_endsTheSessionsWithIt_butForTheOneThatIsKept() {
        User ada = insertUser("ada@example.org");
        String kept = begin(ada, "kept", inAnHour());
        begin(ada, "other", inAnHour());
        begin(insertUser("bob@example.org"), "bobs", inAnHour());

        ask(StorageMessages.UPDATE_USER, new UpdateUser(ada.id(), null, List.of("viewer"), null));
        assertThat(rotate("other", "next").user()).isNotNull();

        UpdateUser change = new UpdateUser(ada.id(), "hash2", null, null);
        ask(StorageMessages.UPDATE_USER, change.endingSessions(true, kept));
        assertRefused(rotate("next", "more"));
        assertThat(rotate("kept", "still").sessionId()).isEqualTo(kept);

        ask(StorageMessages.UPDATE_USER, change.endingSessions(true, null));
        assertRefused(rotate("still", "more"));
        assertThat(rotate("bobs", "next-of-bob").user()).isNotNull();
    }

    @Test
    void anExchangeRepeated_answersAsTheFirstTime_andEndsNothing() {
        User ada = insertUser("ada@example.org");
        begin(ada, "one", inAnHour());
        RotatedSession first = rotate("one", "two");

        assertThat(rotate("one", "two")).isEqualTo(first);
        rotate("two", "three");

        assertThat(rotate("one", "two")).as("late").isEqualTo(first);
        assertThat(rotate("three", "four").user()).isEqualTo(ada);
    }

    @Test
    void anUnknownOrExpiredToken_isRefused() {
        User ada = insertUser("ada@example.org");
        begin(ada, "past", Instant.now().minusSeconds(1).toString());

        assertRefused(rotate("unknown", "two"));
        assertRefused(rotate("past", "two"));
    }

    @Test
    void anExchange_prolongsTheSessionToTheNewMoment() throws InterruptedException {
        begin(insertUser("ada@example.org"), "one", inAnHour());
        String soon = Instant.now().plusMillis(300).toString();
        assertThat(ask(StorageMessages.ROTATE_SESSION, new RotateSession("one", "two", soon))
                        .user())
                .isNotNull();

        Thread.sleep(400);

        assertRefused(rotate("two", "three"));
    }

    @Test
    void insertSession_forNobody_isRefused() {
        for (String user : List.of(id(), "no-uuid")) {
            InsertSession command = new InsertSession(id(), user, "one", inAnHour(), null, null);
            Failure failure = refusal(StorageMessages.INSERT_SESSION, command, caller());
            assertIs(failure, "reference-not-found", 422, "There is no such user.");
        }
    }

    @Test
    void insertSession_repeated_beginsNoOther_notEvenWhenItHasEnded() {
        User ada = insertUser("ada@example.org");
        InsertSession command = new InsertSession(id(), ada.id(), "one", inAnHour(), null, null);
        ask(StorageMessages.INSERT_SESSION, command);

        ask(StorageMessages.INSERT_SESSION, command);
        assertThat(rotate("one", "two").sessionId()).isEqualTo(command.id());
        ask(StorageMessages.END_SESSIONS, new EndSessions("two", null));
        ask(StorageMessages.INSERT_SESSION, command);

        assertRefused(rotate("one", "two"));
        assertRefused(rotate("two", "three"));
    }

    @Test
    void endSessions_byATokenOfIt_endsThatOne() {
        User ada = insertUser("ada@example.org");
        begin(ada, "one", inAnHour());
        begin(ada, "other", inAnHour());
        rotate("one", "two");

        assertThat(ask(StorageMessages.END_SESSIONS, new EndSessions("one", null))
                        .user())
                .isEqualTo(ada.id());

        assertRefused(rotate("two", "three"));
        assertThat(rotate("other", "next").user()).isEqualTo(ada);
    }

    @Test
    void endSessions_ofAUser_endsAllOfIts() {
        User ada = insertUser("ada@example.org");
        User bob = insertUser("bob@example.org");
        begin(ada, "one", inAnHour());
        begin(ada, "other", inAnHour());
        begin(bob, "bobs", inAnHour());

        ask(StorageMessages.END_SESSIONS, new EndSessions(null, ada.id()));

        assertRefused(rotate("one", "two"));
        assertRefused(rotate("other", "next"));
        assertThat(rotate("bobs", "next").user()).isEqualTo(bob);
    }

    @Test
    void endSessions_ofWhatNobodyKnows_isDone() {
        assertThat(ask(StorageMessages.END_SESSIONS, new EndSessions("unknown", null))
                        .user())
                .isNull();
        ask(StorageMessages.END_SESSIONS, new EndSessions(null, id()));
        ask(StorageMessages.END_SESSIONS, new EndSessions(null, "no-uuid"));
    }

    // --- keys

    @Test
    void keys_areListedNewestFirst() {
        insertKey("a", false);
        insertKey("b", false);

        List<Key> keys = keys();

        assertThat(keys).extracting(Key::kid).containsExactly("b", "a");
        assertThat(keys).extracting(Key::jwk).containsExactly("{\"b\":1}", "{\"a\":1}");
        assertThat(OffsetDateTime.parse(keys.get(0).createdAt()).toInstant()).isCloseTo(Instant.now(), byAMinute());
    }

    @Test
    void insertKey_onlyIfNone_doesNothingWhereThereIsOne() {
        insertKey("a", true);
        insertKey("b", true);
        insertKey("c", false);
        insertKey("d", true);

        assertThat(keys()).extracting(Key::kid).containsExactly("c", "a");
    }

    @Test
    void insertKey_repeated_isThereOnce() {
        insertKey("a", false);
        insertKey("b", false);
        insertKey("a", false);

        assertThat(keys()).extracting(Key::kid).containsExactly("b", "a");
    }

    // --- set-up

    @Test
    void theTokenOnOffer_makesTheFirstAdmin() {
        assertThat(offer("token", inAnHour())).isTrue();
        assertThat(ask(StorageMessages.CHECK_SETUP, new CheckSetup("token"))).isEqualTo(new Done());

        User admin = ask(StorageMessages.INSERT_FIRST_ADMIN, firstAdmin("ada@example.org", "token"));

        assertThat(admin.roles()).containsExactly(Caller.ADMIN_ROLE);
        assertThat(admin.email()).isEqualTo("ada@example.org");
        assertThat(user(admin.id())).isEqualTo(admin);
        assertThat(offer("another", inAnHour())).isFalse();
    }

    @Test
    void theEnvironment_makesTheFirstAdminWithoutAToken() {
        User admin = ask(StorageMessages.INSERT_FIRST_ADMIN, firstAdmin("ada@example.org", null));

        assertThat(user(admin.id())).isEqualTo(admin);
    }

    @Test
    void aTokenThatIsNotOnOffer_isRefused() {
        assertSetupToken("never");
        offer("expired", Instant.now().minusSeconds(1).toString());
        assertSetupToken("expired");
        offer("replaced", inAnHour());
        offer("current", inAnHour());
        assertSetupToken("replaced");

        assertThat(list(10, null).users()).isEmpty();
    }

    @Test
    void theFirstAdmin_isMadeOnce() {
        offer("token", inAnHour());
        InsertFirstAdmin command = firstAdmin("ada@example.org", "token");
        User first = ask(StorageMessages.INSERT_FIRST_ADMIN, command);

        assertThat(ask(StorageMessages.INSERT_FIRST_ADMIN, command))
                .as("the same command")
                .isEqualTo(first);
        for (String token : new String[] {"token", "wrong", null}) {
            Failure failure =
                    refusal(StorageMessages.INSERT_FIRST_ADMIN, firstAdmin("bob@example.org", token), caller());
            assertIs(failure, "setup-closed", 409, "There is an admin already.");
        }
        assertIs(
                refusal(StorageMessages.CHECK_SETUP, new CheckSetup("token"), caller()),
                "setup-closed",
                409,
                "There is an admin already.");
        assertThat(list(10, null).users()).containsExactly(first);
    }

    @Test
    void whileThereAreOnlyOthers_theFirstAdminIsStillNeeded() {
        insertUser("bob@example.org", "viewer");

        assertThat(offer("token", inAnHour())).isTrue();
        ask(StorageMessages.INSERT_FIRST_ADMIN, firstAdmin("ada@example.org", "token"));
    }

    private void assertSetupToken(String token) {
        Failure failure = refusal(StorageMessages.INSERT_FIRST_ADMIN, firstAdmin("ada@example.org", token), caller());
        assertIs(failure, "setup-token", 403, "This set-up token is not the one that was offered, or has expired.");
        assertThat(refusal(StorageMessages.CHECK_SETUP, new CheckSetup(token), caller()))
                .isEqualTo(failure);
    }
}
