package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.Api.Answer;
import io.corebus.Receiver.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Webhooks of the whole system, with a receiver that is not always in a good mood. */
class WebhookIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(10);

    private static TestNode node;
    private static Api admin;
    private static Receiver receiver;

    @BeforeAll
    static void start() throws Exception {
        node = TestNode.start(
                "webhooks",
                Map.of(
                        "COREBUS_WEBHOOK_ALLOW_PRIVATE", "true",
                        "COREBUS_WEBHOOK_TIMEOUT", "800ms",
                        "COREBUS_WEBHOOK_FIRST_RETRY", "100ms",
                        "COREBUS_WEBHOOK_LONGEST_RETRY", "1s",
                        "COREBUS_WEBHOOK_MAX_ATTEMPTS", "5"));
        admin = node.admin();
        receiver = new Receiver();
        for (JsonNode old : admin.get("/api/webhooks").json().get("data")) {
            admin.delete("/api/webhooks/" + old.get("id").asText());
        }
    }

    @AfterAll
    static void stop() {
        receiver.close();
        node.stop();
    }

    private static ObjectNode settings(String path) {
        ObjectNode body = MAPPER.createObjectNode().put("url", receiver.url(path));
        body.putArray("features").add("features");
        return body;
    }

    private static JsonNode hook(ObjectNode settings) {
        Answer made = admin.post("/api/webhooks", settings.toString());
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    private static String path(JsonNode hook) {
        return "/api/webhooks/" + hook.get("id").asText();
    }

    private static JsonNode feature(String name, int value) {
        Answer made = admin.post("/api/features", "{\"name\":\"" + name + "\",\"value\":" + value + "}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    private static List<String> names(String path) {
        return receiver.at(path).stream().map(Received::name).toList();
    }

    private static List<JsonNode> deliveries(JsonNode hook, String query) {
        List<JsonNode> deliveries = new ArrayList<>();
        Answer page = admin.get(path(hook) + "/deliveries" + query);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        page.json().get("data").forEach(deliveries::add);
        return deliveries;
    }

    private static void delete(JsonNode hook) {
        assertThat(admin.delete(path(hook)).status()).isEqualTo(204);
    }

    @Test
    void events_arriveInOrder_signed_asCloudEvents() {
        JsonNode hook = hook(settings("/order"));
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            wanted.add("order-" + i);
            feature("order-" + i, i);
        }
        JsonNode last = feature("order-last", 1);
        String resource = "/api/features/" + last.get("id").asText();
        admin.patch(resource, "{\"value\":2}");
        admin.delete(resource);
        wanted.addAll(List.of("order-last", "order-last", "order-last"));

        await().atMost(SOON).untilAsserted(() -> assertThat(names("/order")).containsExactlyElementsOf(wanted));

        List<Received> received = receiver.at("/order");
        assertThat(received).extracting(Received::seq).isSorted().doesNotHaveDuplicates();
        assertThat(received)
                .allMatch(each -> each.isSignedWith(hook.get("secret").asText()));
        assertThat(received).extracting(Received::contentType).containsOnly("application/cloudevents+json");
        assertThat(received).extracting(Received::id).doesNotHaveDuplicates();
        JsonNode event = received.get(32).event();
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("type").asText()).isEqualTo("io.corebus.resource.deleted");
        assertThat(event.get("source").asText()).isEqualTo("/api/features");
        assertThat(event.get("subject")).isEqualTo(last.get("id"));
        assertThat(event.get("resourceversion").asInt()).isEqualTo(3);
        assertThat(event.at("/data/value").asInt()).isEqualTo(2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(deliveries(hook, "?status=delivered&limit=100"))
                        .hasSize(33)
                        .allMatch(delivery -> delivery.get("attempts").asInt() == 1));
        delete(hook);
    }

    @Test
    void onlyWhatIsWanted_isSent() {
        ObjectNode settings = settings("/filter").put("filter", "value=ge=10");
        settings.putArray("kinds").add("created");
        JsonNode hook = hook(settings);
        feature("small", 1);
        JsonNode large = feature("large", 11);
        admin.patch("/api/features/" + large.get("id").asText(), "{\"value\":12}");
        feature("larger", 20);

        await().atMost(SOON).untilAsserted(() -> assertThat(names("/filter")).containsExactly("large", "larger"));
        delete(hook);
    }

    @Test
    void whatFails_isRepeatedUnderItsId_andHoldsNothingUp() {
        receiver.answers("/moody", received -> {
            boolean unlucky = received.name().equals("unlucky");
            long times = receiver.at("/moody").stream()
                    .filter(each -> each.id().equals(received.id()))
                    .count();
            return !unlucky || times > 3 ? 200 : times == 2 ? Receiver.SILENCE : 500;
        });
        JsonNode hook = hook(settings("/moody"));
        feature("unlucky", 1);
        feature("lucky-1", 1);
        feature("lucky-2", 1);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(deliveries(hook, "?status=delivered")).hasSize(3));

        assertThat(names("/moody")).startsWith("unlucky", "lucky-1", "lucky-2").hasSize(6);
        List<Received> unlucky = receiver.at("/moody").stream()
                .filter(received -> received.name().equals("unlucky"))
                .toList();
        assertThat(unlucky).hasSize(4);
        assertThat(new HashSet<>(unlucky.stream().map(Received::id).toList())).hasSize(1);
        assertThat(unlucky)
                .allMatch(each -> each.isSignedWith(hook.get("secret").asText()));
        delete(hook);
    }

    @Test
    void whatFailsTooOften_isGivenUp_andCanBeReplayed() {
        receiver.answers("/broken", received -> 503);
        JsonNode hook = hook(settings("/broken"));
        feature("lost", 1);
        await().atMost(Duration.ofSeconds(25))
                .untilAsserted(
                        () -> assertThat(deliveries(hook, "?status=failed")).hasSize(1));
        JsonNode failed = deliveries(hook, "?status=failed").get(0);
        assertThat(failed.get("attempts").asInt()).isEqualTo(5);
        assertThat(failed.get("response_status").asInt()).isEqualTo(503);
        assertThat(failed.get("error").asText()).isEqualTo("the receiver answered 503");
        assertThat(admin.get(path(hook)).json().has("failing_since")).isTrue();
        receiver.answers("/broken", received -> 204);

        Answer replayed =
                admin.post(path(hook) + "/deliveries/" + failed.get("seq").asText() + "/replay", "");

        assertThat(replayed.status()).as(replayed.text()).isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(deliveries(hook, "?status=delivered")).hasSize(1));
        assertThat(receiver.at("/broken"))
                .hasSize(6)
                .extracting(Received::id)
                .containsOnly(receiver.at("/broken").get(0).id());
        assertThat(admin.get(path(hook)).json().has("failing_since")).isFalse();
        delete(hook);
    }

    @Test
    void aReplayOfEverythingSince_sendsItAgain_underTheSameIds() {
        JsonNode hook = hook(settings("/again"));
        long before = hook.get("seq").asLong();
        List.of("again-1", "again-2", "again-3").forEach(name -> feature(name, 1));
        await().atMost(SOON).untilAsserted(() -> assertThat(names("/again")).hasSize(3));

        Answer replayed = admin.post(path(hook) + "/replay", "{\"since\":" + before + "}");

        assertThat(replayed.status()).as(replayed.text()).isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(names("/again"))
                        .containsExactly("again-1", "again-2", "again-3", "again-1", "again-2", "again-3"));
        List<String> ids = receiver.at("/again").stream().map(Received::id).toList();
        assertThat(ids.subList(3, 6)).isEqualTo(ids.subList(0, 3));
        delete(hook);
    }

    @Test
    void aHookFromTheBeginning_getsWhatWasBefore() {
        String name = "early-" + UUID.randomUUID();
        JsonNode early = feature(name, 1);
        ObjectNode settings = settings("/since").put("since", 0).put("filter", "name==" + name);

        JsonNode hook = hook(settings);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(receiver.at("/since"))
                        .extracting(each -> each.event().get("subject").asText())
                        .containsExactly(early.get("id").asText()));
        delete(hook);
    }

    @Test
    void aSilentReceiver_blocksNoOther() {
        receiver.answers("/silent", received -> Receiver.SILENCE);
        JsonNode silent = hook(settings("/silent"));
        JsonNode quick = hook(settings("/quick"));
        long began = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            feature("quick-" + i, 1);
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(names("/quick")).hasSize(10));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(receiver.at("/silent").size()).isLessThan(9);
        delete(silent);
        delete(quick);
    }

    @Test
    void aReceiverThatIsGone_isSentNothingMore_untilAnAdminSaysSo() throws Exception {
        receiver.answers("/gone", received -> 410);
        JsonNode hook = hook(settings("/gone"));
        feature("unwanted", 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                admin.get(path(hook)).json().get("active").asBoolean())
                        .isFalse());
        assertThat(admin.get(path(hook)).json().get("disabled_reason").asText())
                .isEqualTo("The receiver answered 410 Gone.");
        assertThat(admin.get("/api/audit?action=webhook-disabled&resource_id="
                                + hook.get("id").asText())
                        .json()
                        .get("data"))
                .hasSize(1);
        feature("wanted-later", 1);
        Thread.sleep(500);
        assertThat(names("/gone")).containsExactly("unwanted");
        receiver.answers("/gone", received -> 200);

        Answer back = admin.patch(path(hook), "{\"active\":true}");

        assertThat(back.json().has("disabled_reason")).isFalse();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(names("/gone")).containsExactlyInAnyOrder("unwanted", "unwanted", "wanted-later"));
        delete(hook);
    }

    @Test
    void aNewSecret_signsBesideTheOneBefore() {
        JsonNode hook = hook(settings("/rotated"));
        String first = hook.get("secret").asText();

        Answer rotated = admin.post(path(hook) + "/secret", "{}");

        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        String second = rotated.json().get("secret").asText();
        assertThat(second).startsWith("whsec_").isNotEqualTo(first);
        feature("rotated", 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(receiver.at("/rotated")).hasSize(1));
        Received received = receiver.at("/rotated").get(0);
        assertThat(received.signature().split(" ")).hasSize(2);
        assertThat(received.isSignedWith(first)).isTrue();
        assertThat(received.isSignedWith(second)).isTrue();
        delete(hook);
    }

    @Test
    void aTest_saysWhatCameOfIt_andARedirectIsNotFollowed() {
        receiver.answers("/moved", received -> 302);
        JsonNode hook = hook(settings("/moved"));

        JsonNode moved = admin.post(path(hook) + "/test", "").json();
        receiver.answers("/moved", received -> 200);
        JsonNode good = admin.post(path(hook) + "/test", "").json();

        assertThat(moved.get("delivered").asBoolean()).isFalse();
        assertThat(moved.get("error").asText()).isEqualTo("the receiver answered 302, and redirects are not followed");
        assertThat(receiver.at("/elsewhere")).isEmpty();
        assertThat(good.get("delivered").asBoolean()).isTrue();
        assertThat(good.get("response_status").asInt()).isEqualTo(200);
        Received received = receiver.at("/moved").get(1);
        assertThat(received.event().get("type").asText()).isEqualTo("io.corebus.webhook.test");
        assertThat(received.isSignedWith(hook.get("secret").asText())).isTrue();
        delete(hook);
    }
}
