package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.corebus.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The page {@code /live} in a real browser. The node that serves it is killed, stopped and started again on the same port, while somebody goes on writing at the
 * other node of the cluster.
 */
class BrowserIT {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    /** 128 and the number of SIGTERM: how a JVM says that it ended as it was asked to. */
    private static final int TERMINATED = 143;

    private static final Map<String, NodeProcess> NODES = new HashMap<>();
    private static TestServers servers;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("browser");
        Path logs = Files.createDirectories(Path.of("target/browser-it"));
        Map<String, Integer> ports = Map.of("page", FreePort.find(), "other", FreePort.find());
        ports.forEach((name, port) ->
                NODES.put(name, new NodeProcess(name, logs, servers.environment(port, ports.values()))));
        NODES.values().forEach(NodeProcess::start);
        NODES.values().forEach(NodeProcess::awaitReady);
        admin = Api.signInOnceMade(NODES.get("other").url());
    }

    @AfterAll
    static void stop() {
        NODES.values().forEach(NodeProcess::destroy);
        servers.close();
    }

    private Tab open() {
        return Tab.open(CHROMIUM.context(), NODES.get("page").url());
    }

    private Tab signedIn() {
        Tab tab = open();
        tab.signIn(TestNode.ADMIN, TestNode.PASSWORD);
        tab.awaitState("live");
        return tab;
    }

    @Test
    void twoTabs_showEveryChangeOnceAndInOrder_acrossRestartsOfTheNode() throws Exception {
        List<Tab> tabs = List.of(signedIn(), signedIn());
        Author author = new Author(admin);
        author.writeOne();
        assertShown(tabs, author);

        NodeProcess node = NODES.get("page");
        node.kill();
        tabs.forEach(tab -> tab.awaitState("away"));
        tabs.get(0).capture("away");
        assertThat(tabs.get(1).state()).matches("Connection lost at .+\\. Connecting again; .+");
        author.writeOne();
        node.start();
        author.writeOne();
        node.awaitReady();
        assertShown(tabs, author);
        assertThat(tabs.get(0).state()).isEqualTo("Live again: nothing was missed.");

        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeMany(author));
        assertThat(node.stop()).isEqualTo(TERMINATED);
        node.start();
        node.awaitReady();
        writing.join();
        assertShown(tabs, author);
        tabs.forEach(tab -> assertThat(tab.complaintsOfThePage()).isEmpty());
        tabs.get(1).capture("live");
    }

    private static void writeMany(Author author) {
        for (int i = 0; i < 25; i++) {
            author.writeOne();
        }
    }

    /** A last change comes after everything else, also after what would come twice. */
    private static void assertShown(List<Tab> tabs, Author author) {
        author.create("the last");
        for (Tab tab : tabs) {
            tab.awaitChange(author.last());
            assertThat(tab.changes()).isEqualTo(author.changes());
        }
    }

    @Test
    void aSimpleVisit_leavesNoComplaint() {
        Tab tab = open();
        assertThat(tab.state()).isEqualTo("Sign in to see changes as they happen.");
        tab.capture("sign-in");
        tab.signIn(TestNode.ADMIN, TestNode.PASSWORD);
        tab.awaitState("live");
        Author author = new Author(admin);
        author.writeOne();
        assertShown(List.of(tab), author);
        tab.page().click("#sign-out");
        tab.awaitState("out");

        assertThat(tab.changes()).isEmpty();
        assertThat(tab.state()).isEqualTo("You are signed out.");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void anotherFeature_beginsAnew() {
        Tab tab = signedIn();
        Author author = new Author(admin);
        author.writeOne();
        assertShown(List.of(tab), author);
        tab.page().selectOption("#feature", "projects");
        tab.awaitState("live");
        assertThat(tab.changes()).isEmpty();
        tab.page().selectOption("#feature", "features");
        tab.awaitState("live");

        Author later = new Author(admin);
        assertShown(List.of(tab), later);
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aWrongPassword_isSaid() {
        Tab tab = open();
        tab.signIn(TestNode.ADMIN, "not the password");
        tab.awaitState("refused");
        assertThat(tab.state()).isEqualTo("The e-mail address or the password is wrong.");
    }

    @Test
    void whoMayNotRead_isTold() {
        Tab tab = open();
        tab.signIn(user("nothing"), TestNode.PASSWORD);
        tab.awaitState("refused");
        assertThat(tab.state()).isEqualTo("To read features takes the role viewer; you have the role nothing.");
    }

    @Test
    void aPlaceThatIsNotThere_isShownAsAGap() {
        Tab tab = signedIn();
        tab.pretendToHaveSeen(1_000_000_000);
        assertThat(tab.awaitGap()).isEqualTo("The database is another one than before: changes may be missing here.");
        tab.awaitState("live");
        String created = new Author(admin).create("after the gap");
        tab.awaitChange("created " + created + " 1");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aTokenThatIsRefused_isRenewed() {
        Tab tab = open();
        tab.page().route("**/api/auth/login", BrowserIT::spoilToken);
        tab.signIn(TestNode.ADMIN, TestNode.PASSWORD);
        tab.awaitState("live");
        Author author = new Author(admin);
        author.writeOne();
        assertShown(List.of(tab), author);
        assertThat(tab.complaints()).isEmpty();
    }

    private static void spoilToken(Route route) {
        APIResponse answer = route.fetch();
        String spoilt = answer.text().replaceFirst("(\"access_token\":\"[^\"]+)\"", "$1x\"");
        route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(spoilt));
    }

    /** As after a quarter of an hour in which the machine slept. */
    @Test
    void aPageThatSlept_renewsItsTokenBeforeItExpires() {
        CHROMIUM.context().clock().install();
        Tab tab = signedIn();
        Author author = new Author(admin);
        author.writeOne();
        assertShown(List.of(tab), author);
        Page.WaitForResponseOptions patience = new Page.WaitForResponseOptions().setTimeout(10_000);
        tab.page()
                .waitForResponse(
                        "**/api/auth/refresh",
                        patience,
                        () -> CHROMIUM.context().clock().fastForward("13:00"));
        assertShown(List.of(tab), author);
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aSessionThatWasEnded_asksToSignInAgain_andGoesOnWhereItWas() {
        String email = user("viewer");
        Tab tab = open();
        tab.signIn(email, TestNode.PASSWORD);
        tab.awaitState("live");
        Author author = new Author(admin);
        author.writeOne();
        assertShown(List.of(tab), author);
        disable(email, true);
        tab.awaitState("refused");
        assertThat(tab.state()).isEqualTo("Your session has ended. Sign in again, and it goes on where it was.");
        author.writeOne();
        disable(email, false);
        tab.signIn(email, TestNode.PASSWORD);
        tab.awaitState("live");
        assertShown(List.of(tab), author);
    }

    private static String user(String role) {
        String email = UUID.randomUUID() + "@example.com";
        String body =
                "{\"email\":\"" + email + "\",\"password\":\"" + TestNode.PASSWORD + "\",\"roles\":[\"" + role + "\"]}";
        assertThat(admin.post("/api/users", body).status()).isEqualTo(201);
        return email;
    }

    private static void disable(String email, boolean disabled) {
        String id = Api.signIn(admin.url(), TestNode.ADMIN, TestNode.PASSWORD)
                .get("/api/users?limit=1000")
                .json()
                .get("data")
                .findParents("email")
                .stream()
                .filter(user -> user.get("email").asText().equals(email))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
        assertThat(admin.patch("/api/users/" + id, "{\"disabled\":" + disabled + "}")
                        .status())
                .isEqualTo(200);
    }
}
