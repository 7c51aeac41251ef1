package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page.GetByLabelOptions;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page {@code /admin} in a real browser that can reach nothing but the server: what it does with resources. */
class AdminPageIT {
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

    private static String create(String name, int value) {
        Api.Answer created = admin.post("/api/features", "{\"name\":\"" + name + "\",\"value\":" + value + "}");
        assertThat(created.status()).isEqualTo(201);
        return created.json().get("id").asText();
    }

    private static JsonNode read(String id) {
        return admin.get("/api/features/" + id).json();
    }

    private static JsonNode named(String name) {
        return admin.get("/api/features?filter=name==" + name).json().get("data");
    }

    /** A name that nothing else in the database has. */
    private static String fresh() {
        return "n" + UUID.randomUUID();
    }

    @Test
    void aWrongPassword_isSaid_andTheRightOneLeadsToWhatWasAskedFor() {
        String id = create("asked for", 1);
        AdminTab tab = AdminTab.open(CHROMIUM.context(), url, "/features/features/" + id);
        tab.capture("admin-sign-in");
        tab.signIn(TestNode.ADMIN, "not the password");
        assertThat(tab.trouble()).hasText("The e-mail address or the password is wrong.");
        tab.signIn(TestNode.ADMIN, TestNode.PASSWORD);

        assertThat(tab.heading()).hasText("asked for");
        tab.button("Sign out").click();
        assertThat(tab.heading()).hasText("Sign in");
        assertThat(tab.page().content()).doesNotContain("asked for");
        tab.assertQuiet(401);
    }

    @Test
    void aReload_takesSigningInAgain_andNothingElse() {
        AdminTab tab = at("/features/tasks?filter=number==1");
        assertThat(tab.heading()).hasText("Task");
        tab.page().reload();
        assertThat(tab.heading()).hasText("Sign in");
        assertThat(tab.page().evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))
                .isEqualTo("{}");
        tab.signIn(TestNode.ADMIN, TestNode.PASSWORD);
        assertThat(tab.heading()).hasText("Task");
        assertThat(tab.page().getByLabel("Filter", exact())).hasValue("number==1");
        tab.assertQuiet();
    }

    private static GetByLabelOptions exact() {
        return new GetByLabelOptions().setExact(true);
    }

    @Test
    void aCreate_showsFaultsAtTheirFields_andIsDoneOnce() {
        String name = fresh();
        AdminTab tab = at("/features/features");
        tab.link("New feature").click();
        tab.field("name").fill(name);
        tab.field("value").fill("1001");
        tab.button("Create").click();
        assertThat(tab.fault("value")).hasText("must be at most 1000.");
        assertThat(tab.field("value")).isFocused();
        assertThat(tab.field("value")).hasAttribute("aria-invalid", "true");
        assertThat(tab.fault("name")).isHidden();
        tab.capture("admin-fault");
        tab.field("value").fill("many");
        tab.button("Create").click();
        assertThat(tab.fault("value")).containsText("This is no number");

        tab.field("value").fill("7");
        tab.button("Create").dblclick();
        assertThat(tab.heading()).hasText(name);
        assertThat(tab.notice()).hasText(name + " is created.");
        assertThat(named(name)).hasSize(1);
        assertThat(named(name).get(0).get("value").asInt()).isEqualTo(7);
        tab.assertQuiet(422);
    }

    @Test
    void aCreateWhoseAnswerIsLost_isDoneOnce() {
        String name = fresh();
        AdminTab tab = at("/features/features/new");
        tab.field("name").fill(name);
        tab.field("value").fill("1");
        tab.page().route("**/api/features", route -> {
            route.fetch();
            route.abort();
        });
        tab.button("Create").click();
        assertThat(tab.trouble()).containsText("Corebus does not answer. Try again.");
        tab.page().unroute("**/api/features");
        tab.button("Create").click();
        assertThat(tab.heading()).hasText(name);
        assertThat(named(name)).hasSize(1);
    }

    @Test
    void anEdit_withAnotherWriterInBetween_losesNothing() {
        String id = create("before", 1);
        AdminTab tab = at("/features/features/" + id);
        tab.field("name").fill("mine");
        admin.patch("/api/features/" + id, "{\"name\":\"theirs\",\"value\":9}");
        tab.button("Save").click();

        assertThat(tab.trouble()).containsText("it has version 2 now");
        assertThat(tab.field("name")).hasValue("mine");
        assertThat(tab.page().locator("[data-field=name] .note")).containsText("theirs");
        assertThat(tab.field("value")).hasValue("9");
        assertThat(tab.page().locator("[data-field=value] .note")).containsText("It was 1.");
        assertThat(read(id).get("name").asText()).isEqualTo("theirs");
        tab.capture("admin-conflict");
        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        assertThat(read(id).get("name").asText()).isEqualTo("mine");
        assertThat(read(id).get("value").asInt()).isEqualTo(9);
        assertThat(read(id).get("version").asInt()).isEqualTo(3);
        tab.assertQuiet(412);
    }

    @Test
    void inAConflict_theOtherValueCanBeTaken() {
        String id = create("before", 1);
        AdminTab tab = at("/features/features/" + id);
        tab.field("name").fill("mine");
        tab.field("value").fill("2");
        admin.patch("/api/features/" + id, "{\"name\":\"theirs\"}");
        tab.button("Save").click();
        tab.button("Take theirs").click();
        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        assertThat(read(id).get("name").asText()).isEqualTo("theirs");
        assertThat(read(id).get("value").asInt()).isEqualTo(2);
        tab.assertQuiet(412);
    }

    @Test
    void aResource_isDeleted_andBroughtBackFromItsHistory() {
        String id = create("to be missed", 1);
        admin.patch("/api/features/" + id, "{\"value\":2}");
        AdminTab tab = at("/features/features/" + id);
        tab.button("Delete").click();
        tab.inDialog("Cancel").click();
        assertThat(read(id).get("version").asInt()).isEqualTo(2);
        tab.button("Delete").click();
        tab.inDialog("Delete").click();
        assertThat(tab.heading()).hasText("Feature");
        assertThat(admin.get("/api/features/" + id).status()).isEqualTo(404);

        tab.go("/features/features/" + id);
        assertThat(tab.heading()).hasText("This is not there");
        tab.link("its history").click();
        assertThat(tab.page().locator("ol.history > li h2"))
                .hasText(new String[] {"Version 3: deleted", "Version 2: updated", "Version 1: created"});
        assertThat(tab.page().locator("[data-version='2'] del")).hasText("1");
        assertThat(tab.page().locator("[data-version='2'] ins")).hasText("2");
        tab.capture("admin-history");
        tab.button("Restore version 1").click();
        tab.inDialog("Restore").click();
        assertThat(tab.page().locator("ol.history > li h2").first()).hasText("Version 4: restored");
        assertThat(read(id).get("value").asInt()).isEqualTo(1);
        tab.assertQuiet(404);
    }

    @Test
    void aCopy_beginsWithTheValuesOfTheFirst() {
        String name = fresh();
        String id = create(name, 7);
        AdminTab tab = at("/features/features/" + id);
        tab.link("Copy").click();
        assertThat(tab.heading()).hasText("New feature");
        assertThat(tab.field("value")).hasValue("7");
        tab.button("Create").click();
        assertThat(tab.notice()).hasText(name + " is created.");
        assertThat(named(name)).hasSize(2);
        tab.assertQuiet();
    }

    @Test
    void anEdit_keepsLineBreaks_asTheyAre() {
        String id = create("one\\r\\ntwo", 1);
        AdminTab tab = at("/features/features/" + id);
        tab.field("name").press("End");
        tab.field("name").pressSequentially("!");
        tab.button("Save").click();

        assertThat(tab.notice()).hasText("Saved.");
        assertThat(read(id).get("name").asText()).hasSize(9).contains("one", "\r\n", "two", "!");
        tab.assertQuiet();
    }

    @Test
    void whatOthersChange_isSaidWhereOneEditsIt() {
        String id = create("open", 1);
        AdminTab tab = at("/features/features/" + id);
        tab.field("name").fill("mine");
        // The page has been told of nothing yet: its stream may not have begun.
        Awaitility.await().pollInSameThread().untilAsserted(() -> {
            admin.patch(
                    "/api/features/" + id,
                    "{\"value\":" + (read(id).get("version").asInt() + 10) + "}");
            assertThat(tab.page().locator(".news").isVisible()).isTrue();
        });
        tab.button("Show what is new").click();
        assertThat(tab.field("name")).hasValue("mine");
        assertThat(tab.page().locator("[data-field=value] .note")).containsText("Changed by somebody else");
        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        assertThat(read(id).get("name").asText()).isEqualTo("mine");
        tab.assertQuiet();
    }

    @Test
    void whatIsNotSaved_isNotLeftByAccident() {
        String id = create("kept", 1);
        AdminTab tab = at("/features/features/" + id);
        tab.field("name").fill("typed");
        tab.link("Users").click();
        tab.inDialog("Cancel").click();
        assertThat(tab.field("name")).hasValue("typed");
        assertThat(tab.page()).hasURL(url + "/admin#/features/features/" + id);
        tab.link("Users").click();
        tab.inDialog("Leave").click();
        assertThat(tab.heading()).hasText("Users");
        assertThat(read(id).get("name").asText()).isEqualTo("kept");
        tab.assertQuiet();
    }
}
