package io.corebus;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real browser for the tests of a class, each with a context of its own: what one leaves in it, no other finds. */
final class Chromium implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final NewContextOptions options;
    private Playwright playwright;
    private Browser browser;
    private BrowserContext context;

    Chromium() {
        this(new NewContextOptions());
    }

    Chromium(NewContextOptions options) {
        this.options = options;
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        String executable = System.getProperty("browser.executable", "/usr/bin/chromium");
        browser = playwright.chromium().launch(new LaunchOptions().setExecutablePath(Path.of(executable)));
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        context = browser.newContext(options);
    }

    /** That of the test. */
    BrowserContext context() {
        return context;
    }

    /** Another one instead, with these options. */
    BrowserContext context(NewContextOptions others) {
        context.close();
        context = browser.newContext(others);
        return context;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        context.close();
    }

    @Override
    public void afterAll(ExtensionContext test) {
        playwright.close();
    }
}
