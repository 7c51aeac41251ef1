package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.audit.AuditVerifier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit trail of the whole system: what gets in, and that nobody can change it unnoticed, whoever owns the database. */
class AuditIT {
    private static TestNode node;
    private static Api admin;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        node = TestNode.start("audit-" + UUID.randomUUID(), Map.of());
        admin = node.admin();
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static String create(String name) {
        Answer created = admin.post("/api/features", "{\"name\":\"" + name + "\",\"value\":1}");
        assertThat(created.status()).isEqualTo(201);
        return created.json().get("id").asText();
    }

    private static List<String> actions(String query) {
        List<String> actions = new ArrayList<>();
        for (JsonNode entry : admin.get("/api/audit?limit=1000&" + query).json().get("data")) {
            actions.add(entry.get("action").asText());
        }
        return actions;
    }

    private Path save(String path) throws Exception {
        Path file = Files.createTempFile(directory, "saved", ".json");
        Answer answer = admin.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Files.write(file, answer.raw().body());
    }

    private String verify(Path export, int status) throws Exception {
        return verify(export, null, status);
    }

    private String verify(Path export, Path checkpoint, int status) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exit = AuditVerifier.verify(
                export, save("/api/audit/key"), checkpoint, 1, new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(text).isEqualTo(status);
        return text;
    }

    @Test
    void whatHappens_isInTheTrail_andVerified() throws Exception {
        String id = create("trail");
        admin.patch("/api/features/" + id, "{\"value\":2}");
        admin.delete("/api/features/" + id);
        Api viewer = node.user("viewer");
        String user = viewer.get("/api/me").json().get("id").asText();
        assertThat(viewer.post("/api/features", "{\"name\":\"x\",\"value\":1}").status())
                .isEqualTo(403);
        assertThat(viewer.get("/api/users").status()).isEqualTo(403);
        assertThat(viewer.get("/api/audit").status()).isEqualTo(403);
        admin.as(null)
                .post("/api/auth/login", "{\"email\":\"" + TestNode.ADMIN + "\",\"password\":\"wrong-password\"}");

        assertThat(actions("resource_id=" + id)).containsExactly("deleted", "updated", "created");
        assertThat(actions("user=" + user)).containsSubsequence("denied", "denied", "signed-in");
        assertThat(actions("action=sign-in-failed")).isNotEmpty();
        assertThat(actions("action=user-created&resource_id=" + user)).hasSize(1);
        node.servers().awaitSealed();
        assertThat(verify(save("/api/audit/export"), save("/api/audit/checkpoint"), 0))
                .contains("holds");
    }

    @Test
    void whatHappensToAnAccount_isInTheTrail() {
        Api viewer = node.user("viewer");
        JsonNode me = viewer.get("/api/me").json();
        String user = me.get("id").asText();
        String next = "another-horse-battery";
        assertThat(viewer.post("/api/me/password", "{\"old_password\":\"wrong\",\"password\":\"" + next + "\"}")
                        .status())
                .isEqualTo(422);
        viewer.post(
                "/api/me/password", "{\"old_password\":\"" + TestNode.PASSWORD + "\",\"password\":\"" + next + "\"}");
        admin.patch("/api/users/" + user, "{\"password\":\"" + TestNode.PASSWORD + "\"}");
        viewer = Api.signIn(node.url(), me.get("email").asText(), TestNode.PASSWORD);
        assertThat(viewer.patch("/api/users/" + user, "{\"roles\":[\"admin\"]}").status())
                .isEqualTo(403);

        assertThat(told(user))
                .containsSubsequence(
                        "denied {\"action\":\"change\",\"code\":\"forbidden\"}",
                        "user-changed true",
                        "user-changed true",
                        "sign-in-failed {\"way\":\"password-change\",\"code\":\"validation\"}");
        assertThat(told(user).get(1)).matches("signed-in .*\"password\".*\"session\":.*\"address\":\"127.0.0.1\".*");
    }

    @Test
    void theLifeOfASession_isInTheTrail_andWhatIsNoneLeavesNoEntry() {
        Api viewer = node.user("viewer");
        JsonNode me = viewer.get("/api/me").json();
        String user = me.get("id").asText();
        String login = "{\"email\":\"" + me.get("email").asText() + "\",\"password\":\"" + TestNode.PASSWORD + "\"}";
        String copied = token(viewer.post("/api/auth/login", login));
        String good = token(viewer.post("/api/auth/login", login));
        viewer.post("/api/auth/refresh", refresh(copied));
        assertThat(viewer.post("/api/auth/refresh", refresh(copied)).status()).isEqualTo(401);
        long before = actions("action=signed-out").size();
        for (String token : List.of("A".repeat(43), copied, good, good)) {
            assertThat(viewer.as(null).post("/api/auth/logout", refresh(token)).status())
                    .isEqualTo(204);
        }

        assertThat(actions("resource_id=" + user))
                .containsExactly(
                        "signed-out",
                        "refresh-token-reused",
                        "session-refreshed",
                        "signed-in",
                        "signed-in",
                        "signed-in",
                        "user-created");
        assertThat(actions("user=" + user + "&action=signed-out")).hasSize(1);
        assertThat(actions("action=signed-out")).hasSize((int) before + 1);
    }

    private static String token(Answer answer) {
        return answer.json().get("refresh_token").asText();
    }

    private static String refresh(String token) {
        return "{\"refresh_token\":\"" + token + "\"}";
    }

    /** What happened to a user, newest first: the action and what it tells, but for the user itself. */
    private static List<String> told(String user) {
        List<String> told = new ArrayList<>();
        for (JsonNode entry : admin.get("/api/audit?resource_id=" + user).json().get("data")) {
            JsonNode after = entry.path("after");
            told.add(entry.get("action").asText() + " " + (after.has("id") ? after.path("password_changed") : after));
        }
        return told;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/api/audit,audit,find",
        "/api/audit/export,audit,export",
        "/api/audit/checkpoint,audit,checkpoint",
        "/api/audit/key,audit,key",
        "/api/permissions/why?feature=features&action=read&user=%s,permissions,why",
    })
    void whatIsDenied_isInTheTrail(String path, String about, String verb) {
        Api user = node.user("viewer", "editor");
        String id = user.get("/api/me").json().get("id").asText();

        assertThat(user.get(path.formatted(id)).status()).isEqualTo(403);

        JsonNode entry = admin.get("/api/audit?action=denied&user=" + id)
                .json()
                .get("data")
                .get(0);
        assertThat(entry.get("resource_type").asText()).isEqualTo(about);
        assertThat(entry.get("after").toString()).isEqualTo("{\"action\":\"" + verb + "\",\"code\":\"forbidden\"}");
    }

    @Test
    void aDeniedErasure_isInTheTrail() {
        Api user = node.user("viewer", "editor");
        String id = user.get("/api/me").json().get("id").asText();
        String erasure =
                "{\"resource_type\":\"features\",\"resource_id\":\"" + UUID.randomUUID() + "\",\"reason\":\"to hide\"}";

        assertThat(user.post("/api/audit/erase", erasure).status()).isEqualTo(403);
        assertThat(actions("user=" + id)).containsOnlyOnce("denied");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "the payload | UPDATE corebus.journal SET after = replace(after::text, 'victim', 'someone')::json WHERE resource_id = '%s'",
                "the actor | UPDATE corebus.journal SET actor = 'somebody-else' WHERE resource_id = '%s'",
                "the time | UPDATE corebus.journal SET at = at - interval '1 day' WHERE resource_id = '%s'",
                "gone | DELETE FROM corebus.journal WHERE resource_id = '%s'",
                "erased on the quiet | UPDATE corebus.journal SET before = NULL, after = NULL, salt = NULL WHERE resource_id = '%s'",
                "the seal's root | UPDATE corebus.seal SET root = sha256('x') WHERE number = (SELECT max(number) FROM corebus.seal)",
                "the seal's time | UPDATE corebus.seal SET at = at - interval '1 second' WHERE number = (SELECT max(number) FROM corebus.seal)",
                "a seal is gone | DELETE FROM corebus.seal WHERE number = (SELECT max(number) - 1 FROM corebus.seal)",
                "another order | UPDATE corebus.seal SET entries = (SELECT array_agg(e ORDER BY place DESC) FROM unnest(entries) WITH ORDINALITY u(e, place)) WHERE number = (SELECT max(number) FROM corebus.seal WHERE count > 1)",
            })
    void whoeverOwnsTheDatabase_changesNothingUnnoticed(String what, String change) throws Exception {
        String id = create("victim");
        create("neighbour");
        node.servers().awaitSealed();
        IntStream.range(0, 20).parallel().forEach(i -> create("another"));
        node.servers().awaitSealed();
        verify(save("/api/audit/export"), 0);
        node.servers().backUpAndTamper(change.formatted(id));
        try {
            String told = verify(save("/api/audit/export"), 1);
            assertThat(told).as(what).isNotBlank();
        } finally {
            node.servers().undoTampering();
        }
        verify(save("/api/audit/export"), 0);
    }

    @Test
    void anErasedPayload_isGone_andEveryProofHolds() throws Exception {
        String id = create("personal-data");
        admin.delete("/api/features/" + id);

        Answer erased = admin.post(
                "/api/audit/erase",
                "{\"resource_type\":\"features\",\"resource_id\":\"" + id + "\",\"reason\":\"asked for\"}");

        assertThat(erased.status()).as(erased.text()).isEqualTo(200);
        node.servers().awaitSealed();
        Path export = save("/api/audit/export");
        assertThat(Files.readString(export)).doesNotContain("personal-data");
        verify(export, 0);
    }

    @Test
    void aTruncatedTail_isToldByTheCheckpoint() throws Exception {
        create("before");
        node.servers().awaitSealed();
        Path export = save("/api/audit/export");
        create("after");
        node.servers().awaitSealed();
        Path checkpoint = save("/api/audit/checkpoint");

        verify(export, 0);
        verify(export, checkpoint, 1);
    }
}
