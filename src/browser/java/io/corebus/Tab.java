package io.corebus;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The page {@code /live} in a tab of a browser: what its user sees and does, and of what the browser complains. */
final class Tab {
    /** What a browser says of every request that finds no server: no page can keep it from that. */
    private static final Pattern UNREACHABLE = Pattern.compile(
            "Failed to load resource: (net::ERR_\\w+|the server responded with a status of 503.*)|WebSocket connection to '.*' failed.*");

    private static final String ROWS = "#changes tbody tr";
    private static final String READ =
            "rows => rows.map(row => row.className + ' ' + row.dataset.resource + ' ' + row.cells[4].textContent)";

    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Tab(Page page) {
        this.page = page;
    }

    static Tab open(BrowserContext context, String url) {
        Tab tab = new Tab(context.newPage());
        tab.page.onConsoleMessage(tab::said);
        tab.page.onPageError(tab.complaints::add);
        tab.page.navigate(url + "/live");
        return tab;
    }

    private void said(ConsoleMessage message) {
        if (!List.of("log", "info", "debug").contains(message.type())) {
            complaints.add(message.text());
        }
    }

    Page page() {
        return page;
    }

    /** Errors, warnings and violations of the page's policy. */
    List<String> complaints() {
        return complaints;
    }

    /** As {@link #complaints}, where the server has been away. */
    List<String> complaintsOfThePage() {
        return complaints.stream()
                .filter(text -> !UNREACHABLE.matcher(text).matches())
                .toList();
    }

    void signIn(String email, String password) {
        page.fill("#email", email);
        page.fill("#password", password);
        page.click("#sign-in button");
    }

    /** @param name {@code out}, {@code live}, {@code away} or {@code refused} */
    void awaitState(String name) {
        page.locator("#state[data-state=" + name + "]").waitFor(new Locator.WaitForOptions().setTimeout(20_000));
    }

    String state() {
        return page.textContent("#state");
    }

    /** Waits for the change of this resource that made this version. */
    void awaitChange(String change) {
        String[] parts = change.split(" ");
        String row = ROWS + "." + parts[0] + "[data-resource='" + parts[1] + "']";
        page.locator(row).first().waitFor(new Locator.WaitForOptions().setTimeout(20_000));
    }

    /** What is shown, oldest first: kind, resource, version. */
    @SuppressWarnings("unchecked")
    List<String> changes() {
        List<String> newestFirst = (List<String>) page.locator(ROWS).evaluateAll(READ);
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** As after a restore of an older database. */
    void pretendToHaveSeen(long seq) {
        page.evaluate("since = " + seq + "; socket.close()");
    }

    /** Waits for the line that says where changes are missing. */
    String awaitGap() {
        return page.locator(ROWS + ".gap").textContent();
    }

    void capture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "browser-it", name + ".png")));
    }
}
