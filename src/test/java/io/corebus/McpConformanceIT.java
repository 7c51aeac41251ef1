package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.NpmPrograms.Ending;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The public conformance suite of the Model Context Protocol against this server. */
class McpConformanceIT {
    private static final String SUITE = "node_modules/@modelcontextprotocol/conformance/dist/index.js";
    private static final Path BASELINE =
            Path.of("src/test/resources/mcp/expected-failures.yml").toAbsolutePath();
    private static final Pattern SUMMARY = Pattern.compile("(?m)^\\S*[✓✗]\\S* ([a-z0-9-]+): (\\d+) passed, (\\d+) failed");

    private static TestNode node;

    @BeforeAll
    static void start() {
        NpmPrograms.install();
        node = TestNode.start("mcp-conformance", Map.of("COREBUS_MCP_CONFORMANCE", "true"));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.stop();
        }
    }

    private static Ending suite(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {SUITE, "server", "--url", node.url() + "/mcp"}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return NpmPrograms.node(120, all);
    }

    @Test
    void everyScenarioOfTheStatelessRevision_passes() {
        Ending ending = suite("--requirements", "2026-07-28");
        assertThat(ending.status()).as(ending.output()).isZero();
        assertThat(passed(ending.output())).as(ending.output()).isGreaterThanOrEqualTo(37);
    }

    @Test
    void everyCheckOfTheHeaders_passes() {
        Ending ending = suite("--scenario", "http-header-validation", "--spec-version", "2026-07-28");
        assertThat(ending.status()).as(ending.output()).isZero();
        assertThat(ending.output()).contains(", 0 failed, 0 warnings");
    }

    @Test
    void theScenariosOfTheInitializedRevision_pass_butForThoseThatNeedRequestsOfTheServer() {
        Ending ending = suite("--requirements", "2025-11-25", "--expected-failures", BASELINE.toString());
        assertThat(ending.status()).as(ending.output()).isZero();
        assertThat(passed(ending.output())).as(ending.output()).isGreaterThanOrEqualTo(26);
    }

    /** Scenarios without a failed check. */
    private static int passed(String output) {
        Matcher summary = SUMMARY.matcher(output);
        int passed = 0;
        while (summary.find()) {
            passed += summary.group(3).equals("0") ? 1 : 0;
        }
        return passed;
    }
}
