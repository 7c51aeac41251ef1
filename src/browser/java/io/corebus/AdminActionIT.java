package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
import io.corebus.testing.LogicJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page {@code /admin} in a real browser: actions of business logic are buttons. */
class AdminActionIT {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static TestNode node;

    @BeforeAll
    static void start(@TempDir Path work) throws IOException {
        Path extensions = LogicJar.directory(Path.of("src/test/resources/logic-source"), work, "com.acme.OrderLogic");
        node = TestNode.start(
                "admin-logic", Path.of("src/test/resources/logic"), Map.of("COREBUS_LOGIC_DIR", extensions.toString()));
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static String order() {
        Api.Answer created =
                node.admin().post("/api/orders", "{\"customer\":\"c-" + UUID.randomUUID() + "\",\"amount\":7}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().get("id").asText();
    }

    @Test
    void anAction_takesItsInput_andShowsItsOutput_andWhatItChanged() {
        String id = order();
        AdminTab tab = AdminTab.signedIn(CHROMIUM.context(), node.url(), TestNode.ADMIN, "/features/orders/" + id);
        tab.button("Pay").click();
        tab.inDialog("Pay").click();
        assertThat(tab.fault("method")).hasText("is required.");
        tab.field("method").selectOption(new SelectOption().setLabel("card"));
        tab.capture("admin-action");
        tab.inDialog("Pay").click();
        assertThat(tab.page().locator("dialog dt")).hasText("receipt");
        assertThat(tab.field("status")).hasValue("\"paid\"");
        tab.inDialog("Close").click();
        assertThat(node.admin().get("/api/orders/" + id).json().get("status").asText())
                .isEqualTo("paid");

        tab.button("Pay").click();
        tab.field("method").selectOption(new SelectOption().setLabel("cash"));
        tab.inDialog("Pay").click();
        assertThat(tab.page().locator("dialog .trouble")).containsText("paid");
        tab.assertQuiet(422);
    }

    @Test
    void anAction_isOfferedToWhoMayDoIt() {
        String id = order();
        Api viewer = node.user("viewer", "cashier");
        String email = viewer.get("/api/me").json().get("email").asText();
        AdminTab tab = AdminTab.signedIn(CHROMIUM.context(), node.url(), email, "/features/orders/" + id);
        assertThat(tab.button("Pay")).isVisible();
        assertThat(tab.button("Touch")).hasCount(0);
        assertThat(tab.button("touch")).hasCount(0);
        tab.assertQuiet();
    }
}
