package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.IdentityMessages.ApiToken;
import io.corebus.storage.IdentityMessages.DeleteToken;
import io.corebus.storage.IdentityMessages.InsertToken;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.corebus.storage.IdentityMessages.ListTokens;
import io.corebus.storage.IdentityMessages.RevokeSession;
import io.corebus.storage.IdentityMessages.UnlinkUser;
import io.corebus.storage.StorageMessages.User;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** API tokens, sessions and identities elsewhere on a real PostgreSQL: the contract, and what stands in the journal. */
class IdentitiesIT extends IdentitiesContract {
    @RegisterExtension
    private static final AccountsRoom ROOM = new AccountsRoom();

    @Override
    Bus bus() {
        return ROOM.bus();
    }

    @Test
    void whatHappensToTokensAndSessions_isInTheJournal_withoutSecrets() throws SQLException {
        User ada = insertUser("ada@example.org");
        ApiToken token = ask(
                IdentityMessages.INSERT_TOKEN,
                new InsertToken(id(), ada.id(), "the-hash", "cbt_x", "ci", List.of("read"), null, null));
        ask(IdentityMessages.DELETE_TOKEN, new DeleteToken(token.id(), ada.id()));
        String session = begin(ada, "refresh", inAnHour());
        ask(IdentityMessages.REVOKE_SESSION, new RevokeSession(session, ada.id()));
        ask(IdentityMessages.LINK_USER, new LinkUser("https://id.example", "sub", ada.id()));

        String shown = "\"prefix\" : \"cbt_x\", \"name\" : \"ci\", \"scopes\" : [\"read\"]";
        assertThat(ROOM.query("SELECT kind FROM corebus.journal ORDER BY n"))
                .containsExactly("user-created", "token-issued", "token-revoked", "session-revoked", "identity-linked");
        assertThat(ROOM.query("SELECT replace(coalesce(after, before)::text, '\":', '\" : ') || resource_id"
                        + " FROM corebus.journal ORDER BY n OFFSET 1 LIMIT 2"))
                .allSatisfy(entry -> assertThat(entry.replace("\" : ", "\":").replace(", ", ","))
                        .contains(shown.replace("\" : ", "\":").replace(", ", ","))
                        .endsWith(ada.id()));
        assertThat(ROOM.query("SELECT before::text || after::text FROM corebus.journal"))
                .noneMatch(entry -> entry != null && entry.contains("the-hash"));
    }

    @Test
    void everyNameThatIsForgotten_hasAnEntry_once() throws SQLException {
        User ada = insertUser("ada@example.org");
        for (String issuer : List.of("https://old.example", "https://id.example")) {
            ask(IdentityMessages.LINK_USER, new LinkUser(issuer, "sub", ada.id()));
        }
        Caller caller = caller();

        for (Caller command : List.of(caller, caller, caller())) {
            await(bus().request(IdentityMessages.UNLINK_USER, new UnlinkUser(ada.id()), command));
        }

        assertThat(ROOM.query("SELECT concat_ws('|', feature, resource_id, actor, trace, before::text,"
                        + " coalesce(after::text, '-')) FROM corebus.journal WHERE kind = 'identity-unlinked'"))
                .containsExactlyInAnyOrder(
                        unlinked(ada, caller, "https://old.example"), unlinked(ada, caller, "https://id.example"));
        assertThat(
                        ROOM.query(
                                "SELECT command_id::text FROM corebus.journal WHERE kind = 'identity-unlinked' AND command_id IS NOT NULL"))
                .hasSize(1);
    }

    private static String unlinked(User user, Caller caller, String issuer) {
        String before = "{\"issuer\" : \"" + issuer + "\", \"subject\" : \"sub\"}";
        return String.join("|", "users", user.id(), caller.user(), caller.trace(), before, "-");
    }

    @Test
    void tokensThatExpiredLongAgo_areClearedAway() throws SQLException {
        User ada = insertUser("ada@example.org");
        for (String hash : List.of("old", "just")) {
            ask(
                    IdentityMessages.INSERT_TOKEN,
                    new InsertToken(id(), ada.id(), hash, hash, hash, List.of(), null, "2999-01-01T00:00:00Z"));
        }
        ROOM.execute("UPDATE corebus.api_tokens SET expires_at = now() - CASE WHEN hash = 'old'"
                + " THEN interval '31 days' ELSE interval '29 days' END");

        ask(IdentityMessages.INSERT_TOKEN, new InsertToken(id(), ada.id(), "new", "new", "new", List.of(), null, null));

        assertThat(ask(IdentityMessages.LIST_TOKENS, new ListTokens(ada.id())).tokens())
                .extracting(ApiToken::name)
                .containsExactlyInAnyOrder("just", "new");
    }
}
