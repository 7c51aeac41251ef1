package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.corebus.testing.LogicJar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page {@code /admin} in a real browser: actions of business logic with one and with many, their jobs, and what admins set for a feature. */
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

    /** So many orders, whose customers begin with the mark. */
    private static List<String> orders(String mark, int count) {
        List<String> items = IntStream.range(0, count)
                .mapToObj(i -> "{\"op\":\"create\",\"data\":{\"customer\":\"" + mark + i + "\",\"amount\":7}}")
                .toList();
        Api.Answer made = node.admin().post("/api/orders/batch?mode=atomic", "[" + String.join(",", items) + "]");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        made.json().get("results").forEach(result -> ids.add(result.get("id").asText()));
        return ids;
    }

    private static String mark() {
        return "m" + UUID.randomUUID().toString().replace("-", "");
    }

    private static void pay(String id) {
        assertThat(node.admin()
                        .post("/api/orders/" + id + "/actions/pay", "{\"method\":\"card\"}")
                        .status())
                .isEqualTo(200);
    }

    private static int timesPaid(String id) {
        return node.admin()
                .get("/api/audit?action=pay&resource_id=" + id)
                .json()
                .get("data")
                .size();
    }

    private static String emailOf(Api user) {
        return user.get("/api/me").json().get("email").asText();
    }

    /** Every instance of the room serves it, and takes changes, for a while. */
    private static void awaitServed(String id) {
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> node.admin().patch("/api/orders/" + id, "{}").status() == 200);
    }

    private static AdminTab admin(String place) {
        return AdminTab.signedIn(CHROMIUM.context(), node.url(), TestNode.ADMIN, place);
    }

    @Test
    void anActionWithThoseThatAreChosen_isDoneOnce_thoughItsAnswerWasLost() {
        String mark = mark();
        List<String> ids = orders(mark, 3);
        pay(ids.get(1));
        AdminTab tab = admin("/features/orders?sort=customer&filter=customer==" + mark + "*");
        tab.page().getByLabel("Choose all of this page").check();
        tab.button("Pay 3 …").click();
        tab.inDialog("Pay").click();
        assertThat(tab.page().locator("dialog h2").last()).hasText("Pay: 3 of Order?");
        tab.inDialog("Cancel").last().click();
        assertThat(tab.page().locator("dialog")).hasCount(1);
        tab.inDialog("Pay").click();
        tab.inDialog("Pay").last().click();
        assertThat(tab.fault("method")).hasText("is required.");
        tab.field("method").selectOption(new SelectOption().setLabel("card"));
        tab.capture("admin-many");
        loseOneAnswer(tab, "/api/orders/actions/pay");
        tab.inDialog("Pay").click();
        tab.inDialog("Pay").last().click();
        assertThat(tab.trouble()).containsText("No answer in time.");
        tab.button("Try again").click();

        Locator results = tab.page().locator("dialog tbody tr");
        assertThat(tab.page().locator("dialog h2").last()).hasText("Pay: 2 done, 1 not");
        assertThat(tab.page().locator("dialog")).hasCount(1);
        assertThat(tab.page().evaluate("document.querySelector('dialog').contains(document.activeElement)"))
                .isEqualTo(true);
        assertThat(results.first()).containsText(mark + "1");
        assertThat(results.first()).containsText("This order is paid already.");
        assertThat(results.last().getByRole(AriaRole.LINK)).hasAttribute("href", "#/features/orders/" + ids.get(2));
        tab.capture("admin-many-results");
        tab.inDialog("Close").click();
        assertThat(tab.row(ids.get(0))).containsText("paid");
        assertThat(tab.button("Pay many …")).isVisible();
        ids.forEach(id -> assertThat(timesPaid(id)).isEqualTo(1));
        tab.assertQuiet(422, 504);
    }

    /** The first one is done, and its answer does not come. */
    private static void loseOneAnswer(AdminTab tab, String path) {
        tab.page()
                .route(
                        "**" + path,
                        route -> {
                            route.fetch();
                            route.fulfill(new Route.FulfillOptions()
                                    .setStatus(504)
                                    .setContentType("application/problem+json")
                                    .setBody("{\"detail\":\"No answer in time.\"}"));
                        },
                        new Page.RouteOptions().setTimes(1));
    }

    @Test
    void anActionWithAllThatAFilterFinds_isAJob_whosePageFollowsIt() {
        String mark = mark();
        List<String> ids = orders(mark, 60);
        pay(ids.get(3));
        pay(ids.get(55));
        AdminTab tab = admin("/features/orders?filter=customer==" + mark + "*");
        tab.button("Pay many …").click();
        tab.field("method").selectOption(new SelectOption().setLabel("cash"));
        tab.inDialog("Pay").click();
        assertThat(tab.trouble()).hasText("Say with which.");
        tab.page().getByLabel("all that the filter finds: 60").check();
        tab.inDialog("Pay").click();
        assertThat(tab.page().locator("dialog h2").last()).hasText("Pay: all that the filter finds (60)?");
        tab.inDialog("Pay").last().click();

        assertThat(tab.heading()).hasText("Pay: Order");
        assertThat(tab.page().locator(".heading [role=status]")).hasText("done");
        assertThat(tab.page().locator("main")).containsText("58 done, 2 failed, of 60");
        Locator rows = tab.page().locator("tbody tr");
        assertThat(rows).hasCount(50);
        tab.page().getByLabel("Only those that failed").check();
        assertThat(rows).hasCount(1);
        tab.capture("admin-job");
        tab.button("More").click();
        assertThat(rows).hasCount(2);
        assertThat(rows.last()).containsText("This order is paid already.");
        assertThat(rows.last().getByRole(AriaRole.LINK)).hasAttribute("href", "#/features/orders/" + ids.get(55));
        tab.page().getByLabel("Only those that failed").uncheck();
        assertThat(rows).hasCount(60);
        assertThat(rows.nth(3)).containsText("not done");
        assertThat(tab.button("More")).isHidden();
        assertThat(tab.button("Cancel")).isHidden();
        tab.link("Jobs").first().click();
        assertThat(tab.heading()).hasText("Jobs");
        assertThat(rows.first()).containsText("58 done, 2 failed, of 60");
        tab.capture("admin-jobs");
        tab.assertQuiet();
    }

    @Test
    void aJob_isCancelled_onlyByWhoMeansIt() {
        String mark = mark();
        orders(mark, 24);
        Api.Answer begun = node.admin()
                .post(
                        "/api/orders/actions/nap",
                        "{\"filter\":\"customer==" + mark + "*\",\"input\":{\"millis\":2500}}");
        AdminTab tab = admin("/jobs/" + begun.json().get("id").asText());
        assertThat(tab.page().locator(".heading [role=status]")).hasText("running");
        tab.button("Cancel").click();
        tab.page().keyboard().press("Escape");
        assertThat(tab.button("Cancel")).isFocused();
        tab.button("Cancel").click();
        tab.inDialog("Cancel the job").click();
        assertThat(tab.page().locator(".heading [role=status]")).hasText("cancelled");
        assertThat(tab.button("Cancel")).isHidden();
        tab.assertQuiet();
    }

    @Test
    void withMany_nobodyIsOfferedWhatItMayNotDo() {
        String id = order();
        String email = emailOf(node.user("viewer", "cashier"));
        AdminTab tab = AdminTab.signedIn(CHROMIUM.context(), node.url(), email, "/features/orders?filter=id==" + id);
        tab.row(id).locator("input").check();
        assertThat(tab.button("Pay 1 …")).isVisible();
        assertThat(tab.button("touch 1 …")).hasCount(0);
        assertThat(tab.button("Delete 1")).hasCount(0);
        assertThat(tab.link("Jobs")).isVisible();
        assertThat(tab.link("Controls")).hasCount(0);
        tab.go("/controls/orders");
        assertThat(tab.heading()).hasText("There is nothing here");
        tab.assertQuiet();
    }

    @Test
    void controls_areSet_withoutOverwritingWhatSomebodyElseSet_andToldWhereTheyMatter() {
        Api api = node.admin();
        String id = order();
        AdminTab tab = admin("/controls");
        Locator row = tab.page().locator("tbody tr").filter(new Locator.FilterOptions().setHasText("orders"));
        assertThat(row).containsText("on");
        tab.capture("admin-controls");
        tab.link("orders").click();
        assertThat(tab.heading()).hasText("orders");
        tab.field("requests_per_second").fill("5000");
        tab.field("percentage").fill("101");
        tab.button("Save").click();
        assertThat(tab.fault("percentage")).hasText("must be a whole number from 0 to 100.");
        tab.field("percentage").fill("100");
        api.put("/api/controls/orders", "{\"read_only\":true,\"reason\":\"We <i>move</i>.\"}");
        tab.button("Save").click();
        assertThat(tab.trouble()).containsText("changed this while you had it open");
        assertThat(tab.field("read_only")).hasValue("true");
        assertThat(tab.field("requests_per_second")).hasValue("5000");
        tab.capture("admin-control");
        tab.button("Save").click();
        assertThat(tab.notice()).hasText("Saved.");
        JsonNode set = api.get("/api/controls/orders").json();
        assertThat(set.get("read_only").asBoolean()).isTrue();
        assertThat(set.get("reason").asText()).isEqualTo("We <i>move</i>.");
        assertThat(set.at("/limits/requests_per_second").asInt()).isEqualTo(5000);

        tab.link("Its resources").click();
        assertThat(tab.page().locator(".held")).containsText("can only be read at the moment: We <i>move</i>.");
        assertThat(tab.link("Its controls")).isVisible();
        AdminTab editor = AdminTab.signedIn(
                CHROMIUM.context(), node.url(), emailOf(node.user("viewer", "editor")), "/features/orders");
        assertThat(editor.page().locator(".held")).containsText("We <i>move</i>.");
        assertThat(editor.link("Its controls")).hasCount(0);
        tab.link("Its controls").click();
        tab.button("Back to the defaults").click();
        tab.inDialog("Set back").click();
        assertThat(tab.notice()).hasText("orders is as declared.");
        assertThat(api.get("/api/controls/orders").json().get("read_only").asBoolean())
                .isFalse();
        awaitServed(id);
        tab.assertQuiet(412, 422);
        editor.assertQuiet();
    }

    @Test
    void aFeatureThatIsOff_isSaidToBeSo_andIsThereAgainWhenItIsOn() {
        Api api = node.admin();
        String id = order();
        AdminTab viewer = AdminTab.signedIn(
                CHROMIUM.context(), node.url(), emailOf(node.user("viewer")), "/features/orders?filter=id==" + id);
        assertThat(viewer.row(id)).isVisible();
        viewer.awaitLive();
        AdminTab tab = admin("/controls/orders");
        tab.field("enabled").selectOption(new SelectOption().setLabel("no"));
        tab.field("reason").fill("Back at noon.");
        tab.button("Save").click();
        assertThat(tab.page().locator("dialog")).containsText("admins too");
        tab.inDialog("Cancel").click();
        assertThat(api.get("/api/orders/" + id).status()).isEqualTo(200);
        tab.button("Save").click();
        tab.inDialog("Switch off").click();
        assertThat(tab.page().locator(".heading [role=status]")).hasText("off: Back at noon.");

        Locator news = viewer.page().locator(".held");
        assertThat(news).containsText("is switched off at the moment: Back at noon.");
        assertThat(viewer.row(id)).isHidden();
        assertThat(viewer.trouble()).hasCount(0);
        viewer.capture("admin-off");
        // A page that begins now knows nothing of the feature.
        assertThat(tab.page().locator("#places")).not().containsText("Order");
        tab.link("Its resources").click();
        assertThat(tab.heading()).hasText("Order");
        assertThat(tab.page().locator(".held")).containsText("Back at noon.");
        api.delete("/api/controls/orders");
        awaitServed(id);
        tab.button("Try again").click();
        assertThat(tab.page().locator("tbody tr").first()).isVisible();
        assertThat(tab.page().locator("#places")).containsText("Order");
        // Unless it was faster by itself: its feed begins again.
        viewer.page().evaluate("document.querySelector('.held button')?.click()");
        assertThat(viewer.row(id)).isVisible();
        assertThat(news).isHidden();
        tab.assertQuiet(503);
        viewer.assertQuiet(503);
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
