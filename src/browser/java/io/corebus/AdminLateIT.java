package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Route;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page {@code /admin} in a real browser: answers that come late, or only at the second try. */
class AdminLateIT {
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

    private static String create(String name) {
        return admin.post("/api/features", "{\"name\":\"" + name + "\",\"value\":1}")
                .json()
                .get("id")
                .asText();
    }

    private static JsonNode read(String path) {
        return admin.get(path).json();
    }

    /** Holds the requests to write something back, until its route is resumed. */
    private static AtomicReference<Route> hold(AdminTab tab, String path) {
        AtomicReference<Route> held = new AtomicReference<>();
        tab.page().route("**" + path, route -> {
            if (route.request().method().equals("GET")) {
                route.resume();
            } else {
                held.set(route);
            }
        });
        return held;
    }

    private static void await(AdminTab tab, AtomicReference<Route> held) {
        tab.page().waitForCondition(() -> held.get() != null);
    }

    /** The first request to write is answered that a part is away. */
    private static AtomicInteger refuseOnce(AdminTab tab, String path) {
        AtomicInteger writes = new AtomicInteger();
        tab.page().route("**" + path, route -> {
            if (!route.request().method().equals("GET") && writes.incrementAndGet() == 1) {
                route.fulfill(new Route.FulfillOptions()
                        .setStatus(503)
                        .setHeaders(Map.of("Retry-After", "3"))
                        .setContentType("application/problem+json")
                        .setBody("{\"detail\":\"Away for a moment.\"}"));
            } else {
                route.resume();
            }
        });
        return writes;
    }

    @Test
    void whatIsTypedWhileItIsSaved_stays() {
        String id = create("before");
        AdminTab tab = at("/features/features/" + id);
        AtomicReference<Route> held = hold(tab, "/api/features/" + id);
        tab.field("name").fill("first");
        tab.button("Save").click();
        await(tab, held);
        tab.field("name").fill("second");
        held.get().resume();
        assertThat(tab.notice()).hasText("Saved, but for what you typed meanwhile.");
        assertThat(tab.field("name")).hasValue("second");
        assertThat(read("/api/features/" + id).get("name").asText()).isEqualTo("first");
        tab.page().unroute("**/api/features/" + id);
        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        assertThat(read("/api/features/" + id).get("name").asText()).isEqualTo("second");
        tab.assertQuiet();
    }

    @Test
    void whatIsTypedBeforeTryingAgain_stays() {
        String id = create("before");
        AdminTab tab = at("/features/features/" + id);
        refuseOnce(tab, "/api/features/" + id);
        tab.field("name").fill("first");
        tab.button("Save").click();
        assertThat(tab.trouble()).containsText("Away for a moment. Try again in 3 seconds.");
        tab.field("value").fill("8");
        tab.button("Try again").click();
        assertThat(tab.notice()).hasText("Saved, but for what you typed meanwhile.");
        assertThat(tab.field("value")).hasValue("8");
        assertThat(read("/api/features/" + id).get("name").asText()).isEqualTo("first");
        assertThat(read("/api/features/" + id).get("value").asInt()).isEqualTo(1);
        tab.assertQuiet(503);
    }

    @Test
    void aSwitch_leavesWhatIsTyped() {
        Api user = TestNode.shared().user("viewer");
        AdminTab tab = at("/users/" + user.get("/api/me").json().get("id").asText());
        tab.field("roles").fill("viewer editor");
        tab.button("Disable").click();
        tab.inDialog("Disable").click();
        assertThat(tab.button("Enable")).isVisible();
        assertThat(tab.field("roles")).hasValue("viewer editor");
        tab.assertQuiet();

        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        tab.go("/webhooks");
        tab.button("New webhook").click();
        tab.field("url").fill("https://receiver.invalid/" + UUID.randomUUID());
        tab.inDialog("Create").click();
        assertThat(tab.page().locator("input.secret")).isVisible();
        tab.page().keyboard().press("Escape");
        tab.page().keyboard().press("Escape");
        assertThat(tab.page().locator("input.secret")).isVisible();
        tab.inDialog("Copy").click();
        assertThat(tab.page().locator("dialog [role=status]")).hasText("Copied.");
        tab.page()
                .evaluate(
                        "() => { document.execCommand = () => false; navigator.clipboard.writeText = () => Promise.reject(); }");
        tab.inDialog("Copy").click();
        assertThat(tab.page().locator("dialog [role=status]")).containsText("Not copied: it is selected");
        tab.inDialog("Done").click();
        tab.page().locator("tbody a").last().click();
        tab.field("description").fill("typed");
        tab.button("Switch off").click();
        assertThat(tab.button("Switch on")).isVisible();
        assertThat(tab.field("description")).hasValue("typed");
        tab.button("Delete").click();
        tab.inDialog("Delete").click();
        assertThat(tab.notice()).hasText("The webhook is deleted.");
        tab.assertQuiet();
    }

    @Test
    void aDialogWhoseSecondTryWorked_closes_andMakesOne() {
        String email = UUID.randomUUID() + "@example.com";
        AdminTab tab = at("/users");
        AtomicInteger writes = refuseOnce(tab, "/api/users");
        tab.button("New user").click();
        tab.field("email").fill(email);
        tab.field("password").fill(TestNode.PASSWORD);
        tab.inDialog("Create").click();
        assertThat(tab.trouble()).containsText("Away for a moment.");
        tab.button("Try again").dblclick();
        assertThat(tab.notice()).hasText(email + " may sign in now.");
        assertThat(tab.page().locator("dialog")).hasCount(0);
        assertThat(tab.link(email)).hasCount(1);
        assertThat(writes).hasValue(2);
        tab.assertQuiet(503);
    }

    @Test
    void aDialogWithSomethingTyped_asksBeforeItCloses() {
        AdminTab tab = at("/users");
        tab.button("New user").click();
        tab.page().keyboard().press("Escape");
        assertThat(tab.page().locator("dialog")).hasCount(0);
        tab.button("New user").click();
        tab.field("email").fill("typed@example.com");
        tab.page().keyboard().press("Escape");
        assertThat(tab.page().locator("dialog")).hasCount(2);
        tab.page().keyboard().press("Escape");
        assertThat(tab.page().locator("dialog")).hasCount(1);
        assertThat(tab.field("email")).hasValue("typed@example.com");
        tab.inDialog("Cancel").click();
        tab.inDialog("Close").click();
        assertThat(tab.page().locator("dialog")).hasCount(0);
        tab.assertQuiet();
    }

    @Test
    void signingIn_worksAtTheSecondTry() {
        AdminTab tab = AdminTab.open(CHROMIUM.context(), url, "/users");
        refuseOnce(tab, "/api/auth/login");
        tab.signIn(TestNode.ADMIN, TestNode.PASSWORD);
        assertThat(tab.trouble()).containsText("Away for a moment.");
        tab.button("Try again").click();
        assertThat(tab.heading()).hasText("Users");
        tab.assertQuiet(503);
    }

    @Test
    void anAnswerThatComesLate_leadsNobodyAway() {
        String name = "n" + UUID.randomUUID();
        AdminTab tab = at("/features/features/new");
        AtomicReference<Route> held = hold(tab, "/api/features");
        tab.field("name").fill(name);
        tab.field("value").fill("1");
        tab.button("Create").click();
        await(tab, held);
        tab.link("Users").click();
        tab.inDialog("Leave").click();
        assertThat(tab.heading()).hasText("Users");
        held.get().resume();
        assertThat(tab.notice()).hasText(name + " is created.");
        assertThat(tab.heading()).hasText("Users");
        assertThat(tab.page()).hasURL(url + "/admin#/users");
        tab.assertQuiet();
    }

    @Test
    void whatIsNoAddress_leadsNowhere() {
        AdminTab tab = at("/users/..%2Fwebhooks");
        assertThat(tab.heading()).hasText("There is nothing here");
        tab.go("/users");
        assertThat(tab.heading()).hasText("Users");
        tab.go("/features/%E0%A4");
        assertThat(tab.heading()).hasText("There is nothing here");
        tab.go("/features/features/new?from=..%2F..");
        assertThat(tab.heading()).hasText("There is nothing here");
        tab.assertQuiet();
    }
}
