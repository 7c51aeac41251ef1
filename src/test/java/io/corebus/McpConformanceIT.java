package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.testing.Ending;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The public conformance suite of the Model Context Protocol, and the clients of its makers, against this server. */
class McpConformanceIT {
    private static final String SUITE = "node_modules/@modelcontextprotocol/conformance/dist/index.js";
    private static final Path CLIENT = Path.of("src/test/resources/mcp/client.mjs");
    private static final Path BASELINE =
            Path.of("src/test/resources/mcp/expected-failures.yml").toAbsolutePath();
    private static final Pattern SUMMARY =
            Pattern.compile("(?m)^\\S*[✓✗]\\S* ([a-z0-9-]+): (\\d+) passed, (\\d+) failed");

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
        List<String> all = new ArrayList<>(List.of("server", "--url", node.url() + "/mcp"));
        all.addAll(List.of(arguments));
        return NpmPrograms.node(120, SUITE, all.toArray(new String[0]));
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

    @Test
    void theOfficialClient_listsReadsCallsAndIsAsked_inBothEras() {
        for (String revision : List.of("legacy", "2026-07-28")) {
            assertWorked(client(revision, node.url() + "/mcp"));
        }
    }

    @Test
    void theOfficialClient_works_overTheBridge() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        for (String revision : List.of("legacy", "2026-07-28")) {
            assertWorked(client(
                    revision,
                    java,
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes,
                    "io.corebus.Corebus",
                    "mcp",
                    "--url",
                    node.url()));
        }
    }

    private static Ending client(String revision, String... target) {
        List<String> all = new ArrayList<>(List.of(revision));
        all.addAll(List.of(target));
        return NpmPrograms.script(CLIENT, all.toArray(new String[0]));
    }

    private static void assertWorked(Ending ending) {
        assertThat(ending.output()).contains("all of it worked");
        assertThat(ending.status()).isZero();
    }

    @Test
    void theInspector_listsAndCalls() {
        String url = node.url() + "/mcp";
        Ending list = NpmPrograms.inspector(url, "--method", "tools/list");
        assertThat(list.output()).contains("\"test_simple_text\"");
        Ending call = NpmPrograms.inspector(url, "--method", "tools/call", "--tool-name", "test_simple_text");
        assertThat(call.output()).contains("This is a simple text response for testing.");
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
