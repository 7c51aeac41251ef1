package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.NpmPrograms.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private static final String INSPECTOR =
            "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";
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
        try {
            Files.copy(CLIENT, NpmPrograms.home().resolve("client.mjs"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> all = new ArrayList<>(List.of("client.mjs", revision));
        all.addAll(List.of(target));
        return NpmPrograms.node(60, all.toArray(new String[0]));
    }

    private static void assertWorked(Ending ending) {
        assertThat(ending.output()).contains("all of it worked");
        assertThat(ending.status()).isZero();
    }

    @Test
    void theInspector_listsAndCalls() {
        Ending list = inspector("--method", "tools/list");
        assertThat(list.output()).contains("\"test_simple_text\"");
        Ending call = inspector("--method", "tools/call", "--tool-name", "test_simple_text");
        assertThat(call.output()).contains("This is a simple text response for testing.");
    }

    private static Ending inspector(String... arguments) {
        List<String> all = new ArrayList<>(List.of(INSPECTOR, "--cli", node.url() + "/mcp", "--transport", "http"));
        all.addAll(List.of(arguments));
        return NpmPrograms.node(60, all.toArray(new String[0]));
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
