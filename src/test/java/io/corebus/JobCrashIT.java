package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of all rooms; the one that does a job is killed in the middle of it. */
class JobCrashIT {
    private static final int ORDERS = 400;
    private static final Pattern DONE =
            Pattern.compile("\ncorebus_job_resources_total\\{[^}]*outcome=\"done\"[^}]*} ([1-9][0-9]*)");

    private static final Pattern ACTS = Pattern.compile("\ncorebus_logic_acts ([0-9]+)");

    private static TwoNodes nodes;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path work) throws Exception {
        nodes = TwoNodes.of("job-crash", TwoNodes.logic(work));
        token = nodes.start();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    /** What was done does not fit the filter any more: it must not be missed by whoever goes on. */
    @Test
    void theNodeIsKilled_andTheOtherOneFinishes_everyResourceOnce() throws Exception {
        String mark = "j" + UUID.randomUUID().toString().replace("-", "");
        Api first = new Api(nodes.get(0).url(), token);
        List<String> items = IntStream.range(0, ORDERS)
                .mapToObj(i ->
                        "{\"op\":\"create\",\"data\":{\"customer\":\"" + mark + i + "\",\"amount\":1,\"note\":\"n\"}}")
                .toList();
        assertThat(first.post("/api/orders/batch?mode=atomic", "[" + String.join(",", items) + "]")
                        .status())
                .isEqualTo(200);
        List<String> brewing = longOnes(first, mark);
        Api.Answer accepted = first.post(
                "/api/orders/actions/nap",
                "{\"filter\":\"customer==" + mark + "*;note==n\",\"input\":{\"millis\":50}}");
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        String job = accepted.header("Location");

        int doing = doing();
        assertThat(acts(doing))
                .as("actions in the middle of which it is killed")
                .isPositive();
        nodes.get(doing).kill();
        Api survivor = new Api(nodes.get(1 - doing).url(), token);
        // One that hears of the death late answers late.
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> survivor.get(job).status() == 200);
        long before = survivor.get(job).json().at("/progress/done").asLong();

        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> survivor.get(job).json().has("ended_at"));
        JsonNode over = survivor.get(job).json();
        System.out.println("job crash: " + before + " of " + ORDERS + " done before");
        assertThat(before).isLessThan(ORDERS);
        assertThat(over.get("state").asText()).isEqualTo("done");
        assertThat(over.get("progress").toString())
                .isEqualTo("{\"total\":" + ORDERS + ",\"done\":" + ORDERS + ",\"failed\":0}");
        assertThat(nodes.query("SELECT count(*) || ' ' || note || ' ' || version FROM data.orders WHERE customer LIKE '"
                        + mark + "%' GROUP BY note, version"))
                .containsExactly(ORDERS + " nz 2");
        String done = "SELECT count(*) || ' ' || count(DISTINCT resource_id) FROM ";
        assertThat(nodes.query(done + "corebus.journal WHERE kind = 'nap' AND resource_id IN"
                        + " (SELECT id FROM data.orders WHERE customer LIKE '" + mark + "%')"))
                .containsExactly(ORDERS + " " + ORDERS);
        assertThat(nodes.query(done + "corebus.job_results WHERE failure IS NULL AND job_id = '"
                        + over.get("id").asText() + "'"))
                .containsExactly(ORDERS + " " + ORDERS);
        assertThat(nodes.query("SELECT kind FROM corebus.journal WHERE feature = 'jobs' AND resource_id = '"
                        + over.get("id").asText() + "' ORDER BY n"))
                .containsExactly("job-started", "job-ended");
        areBrewedOnce(survivor, brewing, mark);
    }

    /** So many that each of the nodes has one at least, for longer than it takes to kill one. */
    private static List<String> longOnes(Api api, String mark) {
        List<String> jobs = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(700))
                .until(() -> {
                    String order = "{\"customer\":\"b" + mark + jobs.size() + "\",\"amount\":1,\"note\":\"n\"}";
                    String id = api.post("/api/orders", order).json().get("id").asText();
                    jobs.add(api.post("/api/orders/" + id + "/actions/brew", "{\"steps\":80,\"millis\":100}")
                            .header("Location"));
                    return acts(0) > 0 && acts(1) > 0;
                });
        return jobs;
    }

    /** Some of them by the node that was killed, and then by the other one from the beginning. */
    private static void areBrewedOnce(Api survivor, List<String> jobs, String mark) throws Exception {
        for (String job : jobs) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> survivor.get(job).json().has("ended_at"));
            assertThat(survivor.get(job).json().get("progress").toString())
                    .isEqualTo("{\"total\":1,\"done\":1,\"failed\":0}");
        }
        assertThat(nodes.query(
                        "SELECT count(*) || ' ' || note || ' ' || version FROM data.orders WHERE customer LIKE 'b"
                                + mark + "%' GROUP BY note, version"))
                .containsExactly(jobs.size() + " nb 2");
        assertThat(nodes.query("SELECT count(*) FROM corebus.journal WHERE kind = 'brew' AND resource_id IN"
                        + " (SELECT id FROM data.orders WHERE customer LIKE 'b" + mark + "%')"))
                .containsExactly(Integer.toString(jobs.size()));
    }

    private static int acts(int node) {
        Matcher found = ACTS.matcher(
                new Api(nodes.get(node).managementUrl(), null).get("/metrics").text());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /** The one that has done some of it already. */
    private static int doing() {
        List<Integer> found = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            for (int i = 0; i < 2; i++) {
                String metrics = new Api(nodes.get(i).managementUrl(), null)
                        .get("/metrics")
                        .text();
                if (DONE.matcher(metrics).find()) {
                    found.add(i);
                }
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }
}
