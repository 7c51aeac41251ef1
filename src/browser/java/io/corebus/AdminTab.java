package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The page {@code /admin} in a tab of a browser: what its user sees and does, and of what the browser complains. */
final class AdminTab {
    private final String url;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();

    private AdminTab(String url, Page page) {
        this.url = url;
        this.page = page;
        page.onConsoleMessage(this::said);
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(url) && !request.url().startsWith("blob:" + url)) {
                elsewhere.add(request.url());
            }
        });
    }

    /** @param place what stands behind the #, such as {@code /features/tasks} */
    static AdminTab open(BrowserContext context, String url, String place) {
        AdminTab tab = new AdminTab(url, context.newPage());
        tab.page.navigate(url + "/admin#" + place);
        assertThat(tab.heading()).hasText("Sign in");
        return tab;
    }

    static AdminTab signedIn(BrowserContext context, String url, String email, String place) {
        AdminTab tab = open(context, url, place);
        tab.signIn(email, TestNode.PASSWORD);
        assertThat(tab.page.locator("#who")).hasText(email);
        return tab;
    }

    void signIn(String email, String password) {
        page.getByLabel("E-mail").fill(email);
        page.getByLabel("Password").fill(password);
        button("Sign in").click();
    }

    /** Follows a link within the page, as a bookmark would. */
    void go(String place) {
        page.navigate(url + "/admin#" + place);
    }

    private void said(ConsoleMessage message) {
        if (!List.of("log", "info", "debug").contains(message.type())) {
            complaints.add(message.text());
        }
    }

    Page page() {
        return page;
    }

    Locator heading() {
        return page.locator("h1");
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator inDialog(String name) {
        return page.locator("dialog")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The input of a field of a form. */
    Locator field(String name) {
        return page.locator("[data-field='" + name + "'] :is(input, select, textarea)");
    }

    /** What is said to be wrong with a field. */
    Locator fault(String name) {
        return page.locator("[data-field='" + name + "'] .fault");
    }

    Locator row(String id) {
        return page.locator("tr[data-id='" + id + "']");
    }

    /** What was refused. */
    Locator trouble() {
        return page.locator(".trouble:not([hidden])");
    }

    /** What was done. */
    Locator notice() {
        return page.locator("#notices");
    }

    void awaitLive() {
        assertThat(page.locator(".live")).hasText("live");
    }

    /**
     * Nothing was asked of anybody else, and the browser complains of nothing: no error, no violation of the policy. It says by itself, whatever a page does, when
     * a request is refused.
     *
     * @param refusals the statuses of the refusals that this test wanted
     */
    void assertQuiet(Integer... refusals) {
        org.assertj.core.api.Assertions.assertThat(elsewhere).isEmpty();
        List<String> wanted = List.of(refusals).stream()
                .map(status -> "Failed to load resource: the server responded with a status of " + status)
                .toList();
        org.assertj.core.api.Assertions.assertThat(complaints)
                .allMatch(text -> wanted.stream().anyMatch(text::startsWith));
    }

    void capture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "browser-it", name + ".png")));
    }
}
