package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Receiver.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes of all rooms; the one that sends is killed in the middle of it. */
class WebhookCrashIT {
    private static final int EVENTS = 200;

    private static TwoNodes nodes;
    private static Receiver receiver;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        receiver = new Receiver();
        nodes = TwoNodes.of("webhook-crash", Map.of("COREBUS_WEBHOOK_ALLOW_PRIVATE", "true"));
        token = nodes.start();
    }

    @AfterAll
    static void stop() {
        nodes.close();
        receiver.close();
    }

    @Test
    void theSendingNodeIsKilled_andEveryEventArrives() {
        Api api = new Api(nodes.get(0).url(), token);
        api.get("/api/webhooks")
                .json()
                .get("data")
                .forEach(old -> api.delete("/api/webhooks/" + old.get("id").asText()));
        receiver.delays("/crash", 10);
        JsonNode hook = api.post(
                        "/api/webhooks", "{\"url\":\"" + receiver.url("/crash") + "\",\"features\":[\"features\"]}")
                .json();
        int sender = sender();
        Api survivor = new Api(nodes.get(1 - sender).url(), token);
        List<String> created = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            created.add(survivor.post("/api/features", "{\"name\":\"crash-" + i + "\",\"value\":1}")
                    .json()
                    .get("id")
                    .asText());
        }
        await().until(() -> receiver.at("/crash").size() >= EVENTS / 4);
        nodes.get(sender).kill();
        long killed = System.nanoTime();
        int before = receiver.at("/crash").size();

        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.at("/crash").size() > before + 1);
        System.out.println("webhook crash: " + before + " events before, taken over after "
                + (System.nanoTime() - killed) / 1_000_000 + " ms");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(resources()).containsAll(created));

        assertThat(before).isLessThan(EVENTS);
        requireOneIdForEachEvent();
        assertThat(receiver.at("/crash"))
                .allMatch(received -> received.isSignedWith(hook.get("secret").asText()));
        List<Long> firstTimes =
                receiver.at("/crash").stream().map(Received::seq).distinct().toList();
        assertThat(firstTimes).isSorted();
    }

    private static int sender() {
        Map<Integer, Boolean> sends = new HashMap<>();
        await().until(() -> {
            for (int i = 0; i < 2; i++) {
                String metrics = new Api(nodes.get(i).managementUrl(), null)
                        .get("/metrics")
                        .text();
                sends.put(i, metrics.contains("\ncorebus_webhook_hooks 1.0"));
            }
            return sends.containsValue(true);
        });
        return sends.get(0) ? 0 : 1;
    }

    private static List<String> resources() {
        return receiver.at("/crash").stream()
                .map(received -> received.event().get("subject").asText())
                .toList();
    }

    private static void requireOneIdForEachEvent() {
        Map<Long, List<String>> ids = receiver.at("/crash").stream()
                .collect(Collectors.groupingBy(Received::seq, Collectors.mapping(Received::id, Collectors.toList())));
        assertThat(ids.values()).allMatch(each -> each.stream().distinct().count() == 1);
        assertThat(ids.values().stream().map(each -> each.get(0)).distinct().count())
                .isEqualTo(ids.size());
    }
}
