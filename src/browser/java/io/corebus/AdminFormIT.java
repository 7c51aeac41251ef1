package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page {@code /admin} in a real browser: fields of every type. */
class AdminFormIT {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium(new NewContextOptions().setTimezoneId("America/New_York"));

    private static String url;
    private static Api admin;

    @BeforeAll
    static void start() {
        url = TestNode.shared().url();
        admin = TestNode.shared().admin();
    }

    private AdminTab at(String place) {
        return AdminTab.signedIn(CHROMIUM.context(), url, TestNode.ADMIN, place);
    }

    /** With a key that nothing else in the database has. */
    private static JsonNode project() {
        String key =
                "F" + Long.toString(System.nanoTime() % 1_000_000_000_000L, 36).toUpperCase(Locale.ROOT);
        return admin.post("/api/projects", "{\"key\":\"" + key + "\",\"name\":\"of forms\",\"budget\":1234.50}")
                .json();
    }

    private static JsonNode onlyTaskOf(JsonNode project) {
        JsonNode tasks = admin.get(
                        "/api/tasks?filter=project_id==" + project.get("id").asText())
                .json()
                .get("data");
        assertThat(tasks).hasSize(1);
        return tasks.get(0);
    }

    @Test
    void fieldsOfEveryType_areTyped_andKeptAsTheyWere() {
        JsonNode project = project();
        AdminTab tab = at("/features/tasks/new");
        tab.button("Choose a project …").click();
        tab.page().getByLabel("Find").fill(project.get("key").asText());
        tab.inDialog("Find").click();
        Locator row =
                tab.page().locator("dialog tr[data-id='" + project.get("id").asText() + "']");
        row.getByRole(AriaRole.BUTTON).click();
        assertThat(tab.field("project_id")).hasValue(project.get("id").asText());
        assertThat(tab.page().locator("[data-field=project_id] a")).hasText("of forms");
        tab.field("number").fill("9007199254740993");
        tab.field("title").fill("every type");
        tab.field("status").selectOption(new SelectOption().setLabel("blocked"));
        tab.field("priority").fill("");
        tab.field("urgent").selectOption(new SelectOption().setLabel("yes"));
        tab.field("due_at").fill("2026-03-01T10:00");
        tab.field("tags").fill("[\"a\"");
        tab.field("estimate").fill("{\"low\": 1}");
        tab.button("Create").click();
        assertThat(tab.fault("tags")).containsText("This is no JSON");
        tab.field("tags").fill("[\"a\", \"b\"]");
        tab.button("Create").click();
        assertThat(tab.fault("estimate")).hasText("high: is required.");
        tab.field("estimate").fill("{\"low\": 1, \"high\": 2.50}");
        tab.button("Create").click();
        assertThat(tab.heading()).hasText("every type");

        JsonNode task = onlyTaskOf(project);
        assertThat(task.get("number").asLong()).isEqualTo(9007199254740993L);
        assertThat(task.get("status").asText()).isEqualTo("blocked");
        assertThat(task.has("priority")).isFalse();
        assertThat(task.get("urgent").asBoolean()).isTrue();
        assertThat(task.get("due_at").asText()).startsWith("2026-03-01T15:00:00");
        assertThat(task.get("tags").toString()).isEqualTo("[\"a\",\"b\"]");
        tab.assertQuiet(422);
    }

    @Test
    void whatIsNotTouched_isNotSent_andNumbersKeepEveryDigit() {
        JsonNode project = project();
        String task = "{\"project_id\":\"" + project.get("id").asText()
                + "\",\"number\":9007199254740993,\"title\":\"long\",\"due_at\":\"2026-01-01T10:00:00.123456Z\"}";
        String id = admin.post("/api/tasks", task).json().get("id").asText();
        AdminTab tab = at("/features/tasks/" + id);
        assertThat(tab.field("number")).hasValue("9007199254740993");
        assertThat(tab.field("due_at")).hasValue("2026-01-01T05:00:00.123");
        tab.field("title").fill("other");
        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        assertThat(onlyTaskOf(project).get("due_at").asText()).isEqualTo("2026-01-01T10:00:00.123456Z");
        assertThat(onlyTaskOf(project).get("number").asLong()).isEqualTo(9007199254740993L);

        tab.go("/features/projects/" + project.get("id").asText());
        assertThat(tab.field("budget")).hasValue("1234.50");
        tab.field("budget").fill("999999999.99");
        tab.field("account_id").fill("no id");
        tab.button("Save").click();
        assertThat(tab.fault("account_id")).containsText("UUID");
        tab.field("account_id").fill("");
        tab.button("Save").click();
        assertThat(tab.page().locator(".facts dd").nth(1)).hasText("2");
        assertThat(admin.get("/api/projects/" + project.get("id").asText()).text())
                .containsPattern("\"budget\" ?: ?999999999.99\\b");
        tab.assertQuiet(422);
    }

    private static String task(JsonNode project, String members) {
        String task = "{\"project_id\":\"" + project.get("id").asText() + "\",\"number\":1,\"title\":\"of forms\","
                + members + "}";
        Api.Answer made = admin.post("/api/tasks", task);
        assertThat(made.status()).isEqualTo(201);
        return made.json().get("id").asText();
    }

    @Test
    void aMemberThatIsTakenOut_isGone_andANullInsideIsRefused() {
        JsonNode project = project();
        String id = task(project, "\"estimate\":{\"low\":1,\"high\":2.5,\"by\":[{\"name\":\"a\"}]}");
        AdminTab tab = at("/features/tasks/" + id);
        tab.field("estimate").fill("{\"low\": 1, \"high\": 3, \"by\": null}");
        tab.button("Save").click();
        assertThat(tab.fault("estimate")).containsText("leave \"by\" out");
        tab.field("estimate").fill("{\"low\": 1, \"high\": 3}");
        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        assertThat(onlyTaskOf(project).get("estimate").has("by")).isFalse();
        assertThat(onlyTaskOf(project).get("estimate").get("high").asInt()).isEqualTo(3);
        tab.assertQuiet();
    }

    @Test
    void halfADate_erasesNothing() {
        JsonNode project = project();
        String id = task(project, "\"due_at\":\"2026-01-01T10:00:00Z\"");
        AdminTab tab = at("/features/tasks/" + id);
        tab.field("due_at").focus();
        tab.page().keyboard().press("Backspace");
        assertThat(tab.field("due_at")).hasValue("");
        tab.button("Save").click();
        assertThat(tab.fault("due_at")).containsText("This is not complete");
        assertThat(onlyTaskOf(project).get("due_at").asText()).startsWith("2026-01-01T10:00:00");
        tab.go("/audit");
        tab.inDialog("Leave").click();
        tab.page().getByLabel("Since").focus();
        tab.page().keyboard().type("01");
        tab.button("Find").click();
        assertThat(tab.trouble()).containsText("\"Since\" is not complete");
        tab.assertQuiet();
    }

    @Test
    void aCopy_hasAllOfTheFirst_andNothingElse() {
        JsonNode project = project();
        String id = task(project, "\"due_at\":\"2026-01-01T10:00:00.123456Z\",\"priority\":null");
        admin.patch("/api/tasks/" + id, "{\"title\":\"two\\nlines\"}");
        JsonNode first = onlyTaskOf(project);
        AdminTab tab = at("/features/tasks/" + id);
        tab.link("Copy").click();
        assertThat(tab.heading()).hasText("New task");
        tab.field("number").fill("2");
        tab.button("Create").click();
        assertThat(tab.heading()).hasText("two lines");
        JsonNode copies = admin.get("/api/tasks?filter=number==2;project_id=="
                        + project.get("id").asText())
                .json()
                .get("data");
        assertThat(copies).hasSize(1);
        assertThat(first.get("title").asText()).isEqualTo("two\nlines");
        assertThat(copies.get(0).get("title")).isEqualTo(first.get("title"));
        assertThat(copies.get(0).get("due_at")).isEqualTo(first.get("due_at"));
        assertThat(copies.get(0).has("priority")).isFalse();
        tab.assertQuiet();
    }

    @Test
    void aCopy_sendsNothingThatMayNotBeWritten() {
        TestNode rights = TestNode.start("admin-rights", Path.of("src/test/resources/rights"), Map.of());
        try {
            String id = rights.admin()
                    .post("/api/papers", "{\"title\":\"first\",\"budget\":5}")
                    .json()
                    .get("id")
                    .asText();
            Api writer = rights.user("viewer", "writer");
            String email = writer.get("/api/me").json().get("email").asText();
            AdminTab tab =
                    AdminTab.signedIn(CHROMIUM.context(), rights.url(), email, "/features/papers/new?from=" + id);
            assertThat(tab.field("budget")).isDisabled();
            tab.field("title").fill("second");
            tab.button("Create").click();
            assertThat(tab.heading()).hasText("second");
            JsonNode second = writer.get("/api/papers?filter=title==second")
                    .json()
                    .get("data")
                    .get(0);
            assertThat(second.has("budget")).isFalse();
            tab.assertQuiet();
        } finally {
            rights.stop();
        }
    }

    @Test
    void aMegabyte_holdsNothingUp() {
        TestNode large = TestNode.start("admin-large", Path.of("src/test/resources/large"), Map.of());
        try {
            String text = "words ".repeat(170_000);
            String id = large.admin()
                    .post("/api/pages", "{\"title\":\"long\",\"text\":\"" + text + "\"}")
                    .json()
                    .get("id")
                    .asText();
            AdminTab tab = AdminTab.signedIn(
                    CHROMIUM.context(), large.url(), TestNode.ADMIN, "/features/pages?filter=id==" + id);
            // What is long is fetched on demand, and shown by its beginning.
            assertThat(tab.row(id).locator("[data-field=text]")).hasCount(0);
            tab.page().locator(".drop summary").click();
            tab.page().locator("input[value=text]").check();
            assertThat(tab.row(id).locator("[data-field=text]")).hasText(Pattern.compile("^(words ){10,20}.* …$"));
            tab.page().keyboard().press("Escape");
            tab.row(id).locator("[data-field=title] a").click();
            tab.field("text").focus();
            tab.page().keyboard().press("Control+End");
            tab.page().keyboard().type("the end");
            tab.button("Save").click();
            assertThat(tab.notice()).hasText("Saved.");
            tab.link("History").click();
            assertThat(tab.page().locator("[data-version='2'] ins")).hasText("the end");
            assertThat(large.admin().get("/api/pages/" + id).json().get("text").asText())
                    .isEqualTo(text + "the end");
            tab.assertQuiet();
        } finally {
            large.stop();
        }
    }
}
