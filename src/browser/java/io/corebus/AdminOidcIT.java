package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page {@code /admin} in a real browser, for those who sign in with a real provider. */
class AdminOidcIT {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static OidcProvider provider;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        provider = OidcProvider.start();
        node = TestNode.start("admin-oidc", provider.settings());
    }

    @AfterAll
    static void stop() {
        node.stop();
        provider.close();
    }

    /** The provider sends back to the public address; the node of this test listens on another port. */
    private static BrowserContext context() {
        BrowserContext context = CHROMIUM.context();
        context.route(provider.publicUrl() + "/**", AdminOidcIT::sendToTheNode);
        return context;
    }

    private static void sendToTheNode(Route route) {
        String to = node.url()
                + route.request().url().substring(provider.publicUrl().length());
        route.fulfill(new Route.FulfillOptions().setStatus(302).setHeaders(Map.of("Location", to)));
    }

    private static void signInThere(Page page, String name) {
        page.locator("[name=login]").fill(name);
        page.locator("[name=password]").fill("x");
        page.locator("[type=submit]").click();
        page.locator("[type=submit]").click();
    }

    @Test
    void whoComesOverTheProvider_isWhereItWantedToBe_andComesBackTheSameWay() {
        String name = "ada-" + UUID.randomUUID();
        BrowserContext context = context();
        AdminTab tab = AdminTab.open(context, node.url(), "/features/features/new");
        tab.button("Sign in with a provider").click();
        signInThere(tab.page(), name);
        assertThat(tab.page().locator("#who")).hasText(name + "@example.com");
        assertThat(tab.heading()).hasText("New feature");
        assertThat(tab.page()).hasURL(node.url() + "/admin#/features/features/new");

        String value = "n" + UUID.randomUUID();
        tab.field("name").fill(value);
        tab.field("value").fill("1");
        endSessions(name);
        tab.button("Create").click();
        Page other = context.waitForPage(
                () -> tab.inDialog("Sign in with a provider, in another tab").click());
        // The provider still knows who this is.
        tab.page().waitForCondition(other::isClosed);
        assertThat(tab.notice()).hasText(value + " is created.");
        assertThat(node.admin()
                        .get("/api/features?filter=name==" + value)
                        .json()
                        .get("data"))
                .hasSize(1);
    }

    private static void endSessions(String name) {
        String id = node.admin().get("/api/users?limit=1000").json().get("data").findParents("email").stream()
                .filter(user -> user.get("email").asText().startsWith(name))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
        assertThat(node.admin().delete("/api/users/" + id + "/sessions").status())
                .isEqualTo(204);
        // By then no node remembers it.
        Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    }
}
