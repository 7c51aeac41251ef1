package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page {@code /docs} in a real browser that can reach nothing but the server. */
class ApiPageIT {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static String url;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private Page page;

    @BeforeAll
    static void start() {
        url = TestNode.shared().url();
    }

    @BeforeEach
    void open() {
        open(ColorScheme.LIGHT);
    }

    private void open(ColorScheme scheme) {
        page = CHROMIUM.context(new NewContextOptions().setColorScheme(scheme)).newPage();
        page.onConsoleMessage(this::said);
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(url)) {
                elsewhere.add(request.url());
            }
        });
        page.navigate(url + "/docs");
        assertThat(page.locator("#state")).containsText("operations. Sign in to send requests");
    }

    private void said(ConsoleMessage message) {
        if (!List.of("log", "info", "debug").contains(message.type())) {
            complaints.add(message.text());
        }
    }

    @AfterEach
    void close() {
        assertThat(elsewhere).isEmpty();
    }

    private void signIn(String email, String password) {
        page.fill("#email", email);
        page.fill("#password", password);
        page.click("#sign-in button");
    }

    private Locator opened(String operation) {
        page.navigate(url + "/docs#" + operation);
        Locator details = page.locator("#" + operation);
        assertThat(details).hasAttribute("open", "");
        return details;
    }

    private void capture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "browser-it", name + ".png")));
    }

    @Test
    void aCreate_isSentFromThePage() {
        signIn(TestNode.ADMIN, TestNode.PASSWORD);
        assertThat(page.locator("#state")).containsText("Signed in as " + TestNode.ADMIN);
        Locator create = opened("createFeatures");
        create.locator("textarea").fill("{\"name\": \"from the page <b>&</b>\", \"value\": 7}");
        assertThat(create.locator("pre").first()).containsText("--data-binary '{\"name\": \"from the page <b>&</b>\"");
        create.getByText("Send", new Locator.GetByTextOptions().setExact(true)).click();

        assertThat(create.locator(".status")).containsText(Pattern.compile("^201 Created · [0-9]+ ms$"));
        assertThat(create.locator("pre.body")).containsText("\"name\": \"from the page <b>&</b>\"");
        assertThat(create.locator("[aria-label='Headers of the answer']")).containsText("etag: \"1\"");
        capture("docs-create");
        assertThat(complaints).isEmpty();
    }

    @Test
    void everyOperation_canBeOpened() {
        for (Locator summary : page.locator("details.operation > summary").all()) {
            summary.click();
        }
        assertThat(page.locator("details.operation[open] form"))
                .hasCount(page.locator("details.operation").count());
        assertThat(complaints).isEmpty();
    }

    @Test
    void aStream_isShownAsItComes_andStopped() {
        signIn(TestNode.ADMIN, TestNode.PASSWORD);
        assertThat(page.locator("#sign-out")).isVisible();
        Locator follow = opened("followFeatures");
        follow.getByText("Send", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(follow.locator("pre.body")).containsText("event: subscribed");
        TestNode.shared().admin().post("/api/features", "{\"name\":\"as it comes\",\"value\":1}");
        assertThat(follow.locator("pre.body")).containsText("as it comes");
        follow.getByText("Stop", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(follow.locator(".status.bad")).hasText("Stopped.");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theKeyboard_isEnough() {
        page.keyboard().press("/");
        page.keyboard().type("list tasks");
        assertThat(page.locator("details.operation:visible")).hasCount(1);
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        Locator list = page.locator("#listTasks");
        assertThat(list).hasAttribute("open", "");
        list.locator("input").first().focus();
        page.keyboard().press("Control+Enter");
        assertThat(list.locator(".status")).containsText("401 Unauthorized");
        assertThat(list.locator("pre.body")).containsText("/problems/unauthenticated");
    }

    @Test
    void aWrongPassword_isSaid_andAUserSeesWhatItMayDo() {
        signIn(TestNode.ADMIN, "not the password");
        assertThat(page.locator("#state")).hasText("The e-mail address or the password is wrong.");
        Api viewer = TestNode.shared().user("viewer");
        String email = viewer.get("/api/me").json().get("email").asText();
        signIn(email, TestNode.PASSWORD);
        assertThat(page.locator("#listTasks")).hasCount(1);
        assertThat(page.locator("#createTasks")).hasCount(0);
        page.click("#sign-out");
        assertThat(page.locator("#createTasks")).hasCount(1);
        assertThat(page.locator("#state")).hasText("You are signed out.");
    }

    @Test
    void inTheDark_itIsDark() {
        open(ColorScheme.DARK);
        opened("createTasks");
        capture("docs-dark");
        assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
                .isEqualTo("rgb(18, 22, 28)");
        assertThat(complaints).isEmpty();
    }
}
