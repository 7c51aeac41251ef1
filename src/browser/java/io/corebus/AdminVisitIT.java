package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page {@code /admin} in a real browser: how it stands sessions that end, narrow screens, and who has no mouse. */
class AdminVisitIT {
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

    private static String email(Api user) {
        return user.get("/api/me").json().get("email").asText();
    }

    private static JsonNode create() {
        return admin.post("/api/features", "{\"name\":\"seen\",\"value\":1}").json();
    }

    @Test
    void aSessionThatEnds_asksToSignInAgain_andKeepsWhatWasTyped() {
        Api editor = TestNode.shared().user("viewer", "editor");
        String id = create().get("id").asText();
        AdminTab tab = AdminTab.signedIn(CHROMIUM.context(), url, email(editor), "/features/features/" + id);
        tab.field("name").fill("typed before");
        String user = editor.get("/api/me").json().get("id").asText();
        assertThat(admin.delete("/api/users/" + user + "/sessions").status()).isEqualTo(204);
        Awaitility.await().until(() -> editor.get("/api/me").status() == 401);
        tab.page()
                .route(
                        "**/api/auth/oidc",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("application/json")
                                .setBody("{\"configured\":true}")));
        tab.button("Save").click();

        assertThat(tab.page().locator("dialog h2")).hasText("Sign in again");
        tab.capture("admin-again");
        tab.page().keyboard().press("Escape");
        tab.page().keyboard().press("Escape");
        assertThat(tab.page().locator("dialog h2")).hasText("Sign in again");
        tab.page().evaluate("window.open = () => null");
        tab.inDialog("Sign in with a provider, in another tab").click();
        assertThat(tab.trouble()).containsText("The browser opened no tab.");
        tab.page().onceDialog(Dialog::dismiss);
        tab.inDialog("Leave").click();
        assertThat(tab.page().locator("dialog h2")).hasText("Sign in again");
        assertThat(tab.page()).hasURL(url + "/admin#/features/features/" + id);
        tab.page().getByLabel("Password").fill("not the password");
        tab.inDialog("Sign in").click();
        assertThat(tab.trouble()).hasText("The e-mail address or the password is wrong.");
        tab.page().getByLabel("Password").fill(TestNode.PASSWORD);
        tab.inDialog("Sign in").click();
        assertThat(tab.notice()).hasText("Saved.");
        assertThat(admin.get("/api/features/" + id).json().get("name").asText()).isEqualTo("typed before");
        tab.assertQuiet(401);
    }

    @Test
    void aToken_isRenewedBeforeItExpires() {
        CHROMIUM.context().clock().install();
        AdminTab tab = at("/me");
        assertThat(tab.heading()).hasText("Your account");
        CHROMIUM.context().clock().fastForward("14:00");
        tab.go("/users");
        assertThat(tab.page().locator("tbody tr").first()).isVisible();
        tab.assertQuiet();
    }

    @Test
    void onANarrowScreenInTheDark_allIsThere() {
        String id = create().get("id").asText();
        CHROMIUM.context(new NewContextOptions().setViewportSize(360, 740).setColorScheme(ColorScheme.DARK));
        AdminTab tab = at("/");
        assertThat(tab.page().locator("#places")).isHidden();
        tab.button("Menu").click();
        tab.page().locator("#places").getByText("Task").click();
        assertThat(tab.heading()).hasText("Task");
        assertThat(tab.page().locator("#places")).isHidden();
        for (String place : List.of(
                "/features/features",
                "/features/features/" + id,
                "/features/tasks/new",
                "/features/features/" + id + "/history",
                "/users",
                "/audit",
                "/webhooks",
                "/controls",
                "/controls/features",
                "/jobs",
                "/health",
                "/me")) {
            tab.go(place);
            assertThat(tab.heading()).isFocused();
            assertThat(tab.page().locator("[aria-busy]")).hasCount(0);
            assertThat(tab.page().evaluate("document.documentElement.scrollWidth"))
                    .as(place)
                    .isEqualTo(360);
        }
        tab.go("/features/features/" + id);
        assertThat(tab.field("name")).isVisible();
        tab.capture("admin-narrow");
        assertThat(tab.page().evaluate("getComputedStyle(document.documentElement).backgroundColor"))
                .isEqualTo("rgb(18, 22, 28)");
        tab.assertQuiet();
    }

    @Test
    void withoutAProvider_nobodyIsSentToOne() {
        AdminTab tab = AdminTab.open(CHROMIUM.context(), url, "/features");
        tab.page().waitForResponse("**/api/auth/oidc", () -> tab.page().reload());

        assertThat(tab.button("Sign in")).isVisible();
        assertThat(tab.button("Sign in with a provider")).not().isVisible();
    }

    @Test
    void theKeyboard_isEnough() {
        AdminTab tab = AdminTab.open(CHROMIUM.context(), url, "/features/features/new");
        assertThat(tab.page().getByLabel("E-mail")).isFocused();
        tab.page().keyboard().type(TestNode.ADMIN);
        tab.page().keyboard().press("Tab");
        tab.page().keyboard().type(TestNode.PASSWORD);
        tab.page().keyboard().press("Enter");
        assertThat(tab.heading()).isFocused();
        tab.page().keyboard().press("Tab");
        tab.page().keyboard().type("by hand");
        tab.page().keyboard().press("Tab");
        tab.page().keyboard().type("5");
        tab.page().keyboard().press("Enter");
        assertThat(tab.heading()).hasText("by hand");
        tab.button("Delete").focus();
        tab.page().keyboard().press("Enter");
        assertThat(tab.inDialog("Cancel")).isFocused();
        tab.page().keyboard().press("Escape");
        assertThat(tab.button("Delete")).isFocused();
        tab.assertQuiet();
    }
}
