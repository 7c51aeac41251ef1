package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page {@code /admin} in a real browser: who sees what of it, and what only admins do there. */
class AdminSectionsIT {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

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

    private AdminTab as(String place, String... roles) {
        return AdminTab.signedIn(
                CHROMIUM.context(), url, email(TestNode.shared().user(roles)), place);
    }

    private static String email(Api user) {
        return user.get("/api/me").json().get("email").asText();
    }

    private static JsonNode create() {
        return admin.post("/api/features", "{\"name\":\"seen\",\"value\":1}").json();
    }

    private static List<String> places(AdminTab tab) {
        return tab.page().locator("#places a").allTextContents();
    }

    @Test
    void aViewer_seesNoAdministration_andChangesNothing() {
        String id = create().get("id").asText();
        AdminTab tab = as("/features/features/" + id, "viewer");
        assertThat(tab.heading()).hasText("seen");
        assertThat(tab.page().locator(".reader [data-field=name]")).hasText("seen");
        assertThat(places(tab)).containsExactly("Feature", "Project", "Task", "Your account", "API page", "Live page");
        assertThat(tab.button("Delete")).hasCount(0);
        assertThat(tab.button("Save")).hasCount(0);
        tab.capture("admin-viewer");
        tab.link("History").click();
        assertThat(tab.page().locator("ol.history > li")).hasCount(1);
        assertThat(tab.button("Restore")).hasCount(0);
        tab.go("/features/features");
        assertThat(tab.page().locator("tbody tr").first()).isVisible();
        assertThat(tab.link("New feature")).hasCount(0);
        tab.assertQuiet();
        tab.go("/users");
        assertThat(tab.trouble()).containsText("admin");
        tab.assertQuiet(403);
    }

    @Test
    void anAuditor_seesTheTrail_andAnEditorWritesWithoutReading() {
        AdminTab auditor = as("/audit", "auditor");
        assertThat(auditor.page().locator(".audit summary").first()).isVisible();
        assertThat(places(auditor)).contains("Audit trail").doesNotContain("Users", "Webhooks", "Health");
        auditor.assertQuiet();
        AdminTab editor = as("/features/features", "editor");
        assertThat(editor.page().locator("main")).containsText("You may not read what is here.");
        editor.link("New feature").click();
        String name = "n" + UUID.randomUUID();
        editor.field("name").fill(name);
        editor.field("value").fill("3");
        editor.button("Create").click();
        assertThat(editor.notice()).hasText(name + " is created.");
        assertThat(admin.get("/api/features?filter=name==" + name).json().get("data"))
                .hasSize(1);
        editor.assertQuiet();
    }

    @Test
    void aRefusal_isShownAsTheServerSaysIt() {
        Api reporter = TestNode.shared().user("viewer", "reporter");
        String project = admin.post(
                        "/api/projects",
                        "{\"key\":\"R" + System.nanoTime() % 1_000_000 + "\",\"name\":\"r\",\"budget\":1}")
                .json()
                .get("id")
                .asText();
        JsonNode task = reporter.post(
                        "/api/tasks",
                        "{\"project_id\":\"" + project + "\",\"number\":1,\"title\":\"own\",\"status\":\"done\"}")
                .json();
        AdminTab tab = AdminTab.signedIn(
                CHROMIUM.context(),
                url,
                email(reporter),
                "/features/tasks/" + task.get("id").asText());
        tab.field("title").fill("changed");
        tab.button("Save").click();
        assertThat(tab.trouble()).containsText("status");
        assertThat(tab.field("title")).hasValue("changed");
        tab.assertQuiet(403);
    }

    @Test
    void aUser_isCreated_givenRoles_andDisabled() {
        String email = UUID.randomUUID() + "@example.com";
        AdminTab tab = at("/users");
        tab.button("New user").click();
        tab.field("email").fill(email);
        tab.field("password").fill("short");
        tab.field("roles").fill("viewer");
        tab.inDialog("Create").click();
        assertThat(tab.fault("password")).hasText("A password has at least 10 characters.");
        tab.field("password").fill(TestNode.PASSWORD);
        tab.inDialog("Create").click();
        assertThat(tab.notice()).hasText(email + " may sign in now.");
        Api user = Api.signIn(url, email, TestNode.PASSWORD);

        tab.link(email).click();
        assertThat(tab.heading()).hasText(email);
        tab.field("roles").fill("viewer editor");
        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        assertThat(admin.get("/api/users/"
                                + user.get("/api/me").json().get("id").asText())
                        .json()
                        .get("roles")
                        .toString())
                .isEqualTo("[\"viewer\",\"editor\"]");
        tab.button("New token").click();
        tab.field("name").fill("nightly");
        tab.inDialog("Issue").click();
        String token = tab.page().locator("input.secret").inputValue();
        assertThat(admin.as(token).get("/api/me").status()).isEqualTo(200);
        tab.inDialog("Done").click();
        tab.capture("admin-user");
        tab.button("Disable").click();
        tab.inDialog("Disable").click();
        assertThat(tab.button("Enable")).isVisible();
        Awaitility.await().until(() -> admin.as(token).get("/api/me").status() == 401);
        tab.button("Delete").click();
        tab.inDialog("Delete").click();
        assertThat(tab.notice()).hasText(email + " is deleted.");
        assertThat(tab.link(email)).hasCount(0);
        tab.assertQuiet(422);
    }

    @Test
    void theTrail_isAsked_shown_andSaved() throws Exception {
        String id = create().get("id").asText();
        admin.patch("/api/features/" + id, "{\"value\":2}");
        AdminTab tab = at("/audit");
        tab.page().getByLabel("Resource").fill(id);
        tab.page().getByLabel("Action").fill("updated");
        tab.button("Find").click();
        assertThat(tab.page().locator(".audit > li")).hasCount(1);
        tab.page().locator(".audit summary").click();
        Locator value = tab.page().locator(".audit tr").filter(new Locator.FilterOptions().setHasText("value"));
        assertThat(value.locator("del")).hasText("1");
        assertThat(value.locator("ins")).hasText("2");
        assertThat(tab.page().locator(".audit .inside")).containsText(TestNode.ADMIN);
        tab.capture("admin-audit");
        Download download = tab.page()
                .waitForDownload(() -> tab.button("Download the export").click());
        assertThat(Files.readString(download.path()))
                .startsWith("{\"type\":\"export\"")
                .contains(id);
        tab.assertQuiet();
    }

    @Test
    void aWebhook_isMade_switchedOff_andDeleted() {
        AdminTab tab = at("/webhooks");
        tab.button("New webhook").click();
        tab.field("url").fill("https://receiver.invalid/" + UUID.randomUUID());
        tab.field("features").fill("features nothing");
        tab.inDialog("Create").click();
        assertThat(tab.fault("features")).hasText("item 2: is not the name of a feature.");
        tab.field("features").fill("features tasks");
        tab.inDialog("Create").click();
        assertThat(tab.page().locator("input.secret")).hasValue(Pattern.compile("whsec_.+"));
        tab.inDialog("Done").click();
        tab.page().locator("tbody a").last().click();
        assertThat(tab.field("features")).hasValue("features tasks");
        tab.button("Switch off").click();
        assertThat(tab.button("Switch on")).isVisible();
        tab.capture("admin-webhook");
        tab.button("Delete").click();
        tab.inDialog("Delete").click();
        assertThat(tab.notice()).hasText("The webhook is deleted.");
        tab.assertQuiet(422);
    }

    @Test
    void theRooms_tellTheirHealth() {
        AdminTab tab = at("/health");
        assertThat(tab.page().locator("main")).containsText("This node is up");
        assertThat(tab.page().locator("tbody tr")).not().hasCount(1);
        assertThat(tab.page().locator("tbody")).containsText("sealing: works");
        tab.capture("admin-health");
        tab.assertQuiet();
    }
}
