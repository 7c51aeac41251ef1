package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Caller;
import io.corebus.storage.IdentityMessages.ApiToken;
import io.corebus.storage.IdentityMessages.DeleteToken;
import io.corebus.storage.IdentityMessages.FindLinked;
import io.corebus.storage.IdentityMessages.FindSession;
import io.corebus.storage.IdentityMessages.FindToken;
import io.corebus.storage.IdentityMessages.ForeignIdentity;
import io.corebus.storage.IdentityMessages.InsertToken;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.corebus.storage.IdentityMessages.ListIdentities;
import io.corebus.storage.IdentityMessages.ListSessions;
import io.corebus.storage.IdentityMessages.ListTokens;
import io.corebus.storage.IdentityMessages.RevokeOthers;
import io.corebus.storage.IdentityMessages.RevokeSession;
import io.corebus.storage.IdentityMessages.Session;
import io.corebus.storage.IdentityMessages.TouchToken;
import io.corebus.storage.IdentityMessages.UnlinkUser;
import io.corebus.storage.StorageMessages.InsertSession;
import io.corebus.storage.StorageMessages.User;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the addresses of API tokens, sessions and identities elsewhere promise: kept by the storage room and by its double. */
abstract class IdentitiesContract extends AccountsAsking {
    private static final String NO_TOKEN = "There is no API token with this id.";
    private static final String NO_SESSION = "There is no session with this id, or it has ended.";

    // --- API tokens

    private static InsertToken token(String user, String hash) {
        return new InsertToken(id(), user, hash, "cbt_" + hash, "a name", List.of("read"), 5, "2999-01-01T00:00:00Z");
    }

    private ApiToken found(String hash) {
        return ask(IdentityMessages.FIND_TOKEN, new FindToken(hash)).token();
    }

    @Test
    void insertToken_isFoundByItsHash() {
        User ada = insertUser("ada@example.org");
        InsertToken command = token(ada.id(), "one");

        ApiToken inserted = ask(IdentityMessages.INSERT_TOKEN, command);

        assertThat(inserted.id()).isEqualTo(command.id());
        assertThat(inserted.user()).isEqualTo(ada.id());
        assertThat(inserted.prefix()).isEqualTo("cbt_one");
        assertThat(inserted.name()).isEqualTo("a name");
        assertThat(inserted.scopes()).containsExactly("read");
        assertThat(inserted.rate()).isEqualTo(5);
        assertThat(OffsetDateTime.parse(inserted.expiresAt()).toInstant())
                .isEqualTo(Instant.parse("2999-01-01T00:00:00Z"));
        assertThat(OffsetDateTime.parse(inserted.createdAt()).toInstant()).isCloseTo(Instant.now(), byAMinute());
        assertThat(inserted.lastUsedAt()).isNull();
        assertThat(found("one")).isEqualTo(inserted);
        assertThat(found("another")).isNull();
    }

    @Test
    void insertToken_repeated_answersAsTheFirstTime() {
        InsertToken command = token(insertUser("ada@example.org").id(), "one");
        ApiToken first = ask(IdentityMessages.INSERT_TOKEN, command);

        assertThat(ask(IdentityMessages.INSERT_TOKEN, token(command.user(), "one")))
                .isEqualTo(first);
        assertThat(ask(IdentityMessages.LIST_TOKENS, new ListTokens(command.user()))
                        .tokens())
                .containsExactly(first);
    }

    @Test
    void insertToken_forNobody_isNotFound() {
        assertIs(refusal(IdentityMessages.INSERT_TOKEN, token(id(), "one"), caller()), "not-found", 404, NO_USER);
    }

    @Test
    void aUser_hasABoundedNumberOfTokens() {
        User ada = insertUser("ada@example.org");
        for (int i = 0; i < 100; i++) {
            ask(IdentityMessages.INSERT_TOKEN, token(ada.id(), "t" + i));
        }

        assertIs(
                refusal(IdentityMessages.INSERT_TOKEN, token(ada.id(), "more"), caller()),
                "too-many-tokens",
                409,
                "A user has at most 100 API tokens. Revoke those that nobody uses.");
        ask(IdentityMessages.INSERT_TOKEN, token(insertUser("bob@example.org").id(), "more"));
    }

    @Test
    void deleteToken_takesItAway_once() {
        User ada = insertUser("ada@example.org");
        ApiToken token = ask(IdentityMessages.INSERT_TOKEN, token(ada.id(), "one"));
        DeleteToken command = new DeleteToken(token.id(), ada.id());
        Caller caller = caller();

        await(bus().request(IdentityMessages.DELETE_TOKEN, command, caller));
        await(bus().request(IdentityMessages.DELETE_TOKEN, command, caller));

        assertThat(found("one")).isNull();
        assertIs(refusal(IdentityMessages.DELETE_TOKEN, command, caller()), "not-found", 404, NO_TOKEN);
    }

    @Test
    void deleteToken_ofSomebodyElse_isNotFound_andStays() {
        ApiToken token = ask(
                IdentityMessages.INSERT_TOKEN,
                token(insertUser("ada@example.org").id(), "one"));
        String bob = insertUser("bob@example.org").id();

        for (DeleteToken command : List.of(new DeleteToken(token.id(), bob), new DeleteToken("no-uuid", bob))) {
            assertIs(refusal(IdentityMessages.DELETE_TOKEN, command, caller()), "not-found", 404, NO_TOKEN);
        }
        assertThat(found("one")).isEqualTo(token);
    }

    @Test
    void touchToken_notesTheUse() {
        ApiToken token = ask(
                IdentityMessages.INSERT_TOKEN,
                token(insertUser("ada@example.org").id(), "one"));

        ask(IdentityMessages.TOUCH_TOKEN, new TouchToken(token.id()));

        assertThat(OffsetDateTime.parse(found("one").lastUsedAt()).toInstant()).isCloseTo(Instant.now(), byAMinute());
    }

    @Test
    void tokensGoWithTheirUser() {
        User ada = insertUser("ada@example.org");
        ask(IdentityMessages.INSERT_TOKEN, token(ada.id(), "one"));

        delete(ada.id(), caller());

        assertThat(found("one")).isNull();
    }

    // --- sessions

    private List<Session> sessions(String user) {
        return ask(IdentityMessages.LIST_SESSIONS, new ListSessions(user)).sessions();
    }

    private boolean isAlive(String session) {
        return ask(IdentityMessages.FIND_SESSION, new FindSession(session)).alive();
    }

    @Test
    void listSessions_hasThoseThatAreAlive_newestFirst() {
        User ada = insertUser("ada@example.org");
        String first = begin(ada, "one", inAnHour());
        String second = id();
        ask(
                StorageMessages.INSERT_SESSION,
                new InsertSession(second, ada.id(), "two", inAnHour(), "192.0.2.1", "curl/8"));
        String over = begin(ada, "three", Instant.now().minusSeconds(1).toString());
        begin(insertUser("bob@example.org"), "four", inAnHour());

        List<Session> sessions = sessions(ada.id());

        assertThat(sessions).extracting(Session::id).containsExactly(second, first);
        assertThat(sessions.get(0).address()).isEqualTo("192.0.2.1");
        assertThat(sessions.get(0).userAgent()).isEqualTo("curl/8");
        assertThat(sessions.get(1).address()).isNull();
        assertThat(OffsetDateTime.parse(sessions.get(0).lastUsedAt()).toInstant())
                .isCloseTo(Instant.now(), byAMinute());
        assertThat(isAlive(first)).isTrue();
        assertThat(isAlive(over)).isFalse();
        assertThat(isAlive("no-uuid")).isFalse();
        assertThat(isAlive(id())).isFalse();
    }

    @Test
    void revokeSession_endsIt_once() {
        User ada = insertUser("ada@example.org");
        String session = begin(ada, "one", inAnHour());
        RevokeSession command = new RevokeSession(session, ada.id());
        Caller caller = caller();

        await(bus().request(IdentityMessages.REVOKE_SESSION, command, caller));
        await(bus().request(IdentityMessages.REVOKE_SESSION, command, caller));

        assertThat(isAlive(session)).isFalse();
        assertThat(sessions(ada.id())).isEmpty();
        assertRefused(rotate("one", "two"));
        assertIs(refusal(IdentityMessages.REVOKE_SESSION, command, caller()), "not-found", 404, NO_SESSION);
    }

    @Test
    void revokeSession_ofSomebodyElse_isNotFound_andGoesOn() {
        String session = begin(insertUser("ada@example.org"), "one", inAnHour());
        String bob = insertUser("bob@example.org").id();

        for (String id : List.of(session, "no-uuid", UUID.randomUUID().toString())) {
            assertIs(
                    refusal(IdentityMessages.REVOKE_SESSION, new RevokeSession(id, bob), caller()),
                    "not-found",
                    404,
                    NO_SESSION);
        }
        assertThat(isAlive(session)).isTrue();
    }

    @Test
    void revokeOthers_keepsOne_orNone() {
        User ada = insertUser("ada@example.org");
        String kept = begin(ada, "one", inAnHour());
        String ended = begin(ada, "two", inAnHour());

        ask(IdentityMessages.REVOKE_OTHERS, new RevokeOthers(ada.id(), kept));
        assertThat(isAlive(kept)).isTrue();
        assertThat(isAlive(ended)).isFalse();

        ask(IdentityMessages.REVOKE_OTHERS, new RevokeOthers(ada.id(), null));
        assertThat(isAlive(kept)).isFalse();
    }

    // --- identities elsewhere

    @Test
    void aLink_isOfOneProviderAndOneName_andStays() {
        User ada = insertUser("ada@example.org");
        User bob = insertUser("bob@example.org");

        ask(IdentityMessages.LINK_USER, new LinkUser("https://id.example", "sub-1", ada.id()));
        ask(IdentityMessages.LINK_USER, new LinkUser("https://id.example", "sub-1", bob.id()));

        assertThat(linked("https://id.example", "sub-1")).isEqualTo(ada);
        assertThat(linked("https://id.example", "sub-2")).isNull();
        assertThat(linked("https://other.example", "sub-1")).isNull();
        delete(ada.id(), caller());
        assertThat(linked("https://id.example", "sub-1")).isNull();
    }

    @Test
    void aUser_isKnownToAProvider_underOneName() {
        User ada = insertUser("ada@example.org");
        ask(IdentityMessages.LINK_USER, new LinkUser("https://id.example", "sub-1", ada.id()));

        assertIs(
                refusal(IdentityMessages.LINK_USER, new LinkUser("https://id.example", "sub-2", ada.id()), caller()),
                "conflict",
                409,
                "This user is known to that provider under another name.");
        ask(IdentityMessages.LINK_USER, new LinkUser("https://id.example", "sub-1", ada.id()));
        ask(IdentityMessages.LINK_USER, new LinkUser("https://other.example", "sub-2", ada.id()));

        assertThat(linked("https://id.example", "sub-2")).isNull();
        assertThat(linked("https://other.example", "sub-2")).isEqualTo(ada);
    }

    @Test
    void listIdentities_hasThoseOfTheUser_oldestFirst() {
        User ada = insertUser("ada@example.org");
        User bob = insertUser("bob@example.org");
        link("https://old.example", "sub-2", ada);
        link("https://id.example", "sub-3", bob);
        link("https://id.example", "sub-1", ada);

        List<ForeignIdentity> identities = identities(ada.id());

        assertThat(identities)
                .extracting(identity -> identity.issuer() + " " + identity.subject())
                .containsExactly("https://old.example sub-2", "https://id.example sub-1");
        assertThat(identities)
                .allSatisfy(identity -> assertThat(
                                OffsetDateTime.parse(identity.createdAt()).toInstant())
                        .isCloseTo(Instant.now(), byAMinute()));
        assertThat(identities(id())).isEmpty();
        assertThat(identities("no-uuid")).isEmpty();
    }

    @Test
    void unlinkUser_forgetsAllNamesOfTheUser_andNoOthers() {
        User ada = insertUser("ada@example.org");
        User bob = insertUser("bob@example.org");
        link("https://old.example", "sub-2", ada);
        link("https://id.example", "sub-1", ada);
        link("https://id.example", "sub-3", bob);

        ask(IdentityMessages.UNLINK_USER, new UnlinkUser(ada.id()));
        ask(IdentityMessages.UNLINK_USER, new UnlinkUser(ada.id()));

        assertThat(identities(ada.id())).isEmpty();
        assertThat(linked("https://id.example", "sub-1")).isNull();
        assertThat(linked("https://id.example", "sub-3")).isEqualTo(bob);
        assertThat(user(ada.id())).isEqualTo(ada);
        link("https://id.example", "sub-4", ada);
        assertThat(linked("https://id.example", "sub-4")).isEqualTo(ada);
    }

    @Test
    void unlinkUser_ofNobody_isNotFound() {
        for (String id : List.of(id(), "no-uuid")) {
            assertIs(refusal(IdentityMessages.UNLINK_USER, new UnlinkUser(id), caller()), "not-found", 404, NO_USER);
        }
    }

    @Test
    void unlinkUser_repeated_isDoneOnce() {
        User ada = insertUser("ada@example.org");
        link("https://old.example", "sub-2", ada);
        link("https://id.example", "sub-1", ada);
        UnlinkUser command = new UnlinkUser(ada.id());
        Caller caller = caller();

        await(bus().request(IdentityMessages.UNLINK_USER, command, caller));
        link("https://id.example", "sub-4", ada);
        await(bus().request(IdentityMessages.UNLINK_USER, command, caller));

        assertThat(linked("https://id.example", "sub-4")).isEqualTo(ada);
        delete(ada.id(), caller());
        await(bus().request(IdentityMessages.UNLINK_USER, command, caller));
        assertIs(refusal(IdentityMessages.UNLINK_USER, command, caller()), "not-found", 404, NO_USER);
    }

    @Test
    void linkUser_repeatedAfterTheUserWasUnlinked_isNotDoneAgain() {
        User ada = insertUser("ada@example.org");
        LinkUser command = new LinkUser("https://id.example", "sub-1", ada.id());
        Caller caller = caller();
        await(bus().request(IdentityMessages.LINK_USER, command, caller));
        ask(IdentityMessages.UNLINK_USER, new UnlinkUser(ada.id()));

        await(bus().request(IdentityMessages.LINK_USER, command, caller));
        assertThat(identities(ada.id())).isEmpty();

        link("https://id.example", "sub-2", ada);
        await(bus().request(IdentityMessages.LINK_USER, command, caller));
        assertThat(linked("https://id.example", "sub-1")).isNull();
    }

    private void link(String issuer, String subject, User user) {
        ask(IdentityMessages.LINK_USER, new LinkUser(issuer, subject, user.id()));
    }

    private List<ForeignIdentity> identities(String user) {
        return ask(IdentityMessages.LIST_IDENTITIES, new ListIdentities(user)).identities();
    }

    private User linked(String issuer, String subject) {
        return ask(IdentityMessages.FIND_LINKED, new FindLinked(issuer, subject))
                .user();
    }
}
