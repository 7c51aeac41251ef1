package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.mcp.McpHouse.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions: what they tell, and how they end. */
class ListenersTest {
    private static final String URI = "test://a";
    private McpHouse house;

    @BeforeEach
    void open() {
        house = new McpHouse();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private McpStream listening(String token) {
        McpStream stream = house.listen(token, URI);
        JsonNode first = stream.next();
        assertThat(first.path("method").asText()).isEqualTo("notifications/subscriptions/acknowledged");
        assertThat(first.at("/params/notifications").toString())
                .isEqualTo("{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"test://a\"]}");
        return stream;
    }

    private static String subscription(JsonNode message) {
        return message.path("params")
                .path("_meta")
                .path("io.modelcontextprotocol/subscriptionId")
                .asText();
    }

    private static void assertEnded(McpStream stream) {
        JsonNode last = stream.next();
        assertThat(last.path("id").asInt()).isEqualTo(7);
        assertThat(last.at("/result/resultType").asText()).isEqualTo("complete");
        assertThat(stream.next()).isNull();
    }

    @Test
    void changes_areTold_withTheSubscription() {
        try (McpStream stream = listening(McpHouse.ADA)) {
            assertThat(stream.response.headers().firstValue("x-accel-buffering"))
                    .hasValue("no");
            house.offer.update(URI);
            JsonNode update = stream.next();
            assertThat(update.path("method").asText()).isEqualTo("notifications/resources/updated");
            assertThat(update.at("/params/uri").asText()).isEqualTo(URI);
            assertThat(subscription(update)).isEqualTo("7");
            assertThat(house.gauge("corebus.mcp.listeners")).isEqualTo(1);
        }
        await().untilAsserted(() -> assertThat(house.offer.watchers).isEmpty());
        await().untilAsserted(
                        () -> assertThat(house.gauge("corebus.mcp.listeners")).isZero());
    }

    @Test
    void whatIsNotThere_cannotBeFollowed() {
        ObjectNode params = McpHouse.object();
        params.putObject("notifications").putArray("resourceSubscriptions").add("test://hidden");
        Answer answer = house.ask("subscriptions/listen", params);
        assertThat(answer.code()).isEqualTo(-32602);
        assertThat(house.gauge("corebus.mcp.listeners")).isZero();
    }

    @Test
    void moreThanTheBound_areSentElsewhere() {
        for (int i = 0; i < 3; i++) {
            listening(McpHouse.ADA);
        }
        ObjectNode params = McpHouse.object();
        params.putObject("notifications");
        Answer answer = house.ask("subscriptions/listen", params);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).isEqualTo("Too many subscriptions at the moment. Try again in a second.");
    }

    @Test
    void theStream_ends_whenTheTokenDoes() {
        house.tokens.allow("short-token", "carl", Duration.ofSeconds(1), "viewer");
        assertEnded(listening("short-token"));
    }

    @Test
    void theStream_ends_whenTheUserIsGone() {
        McpStream stream = listening(McpHouse.ADA);
        house.tokens.remove(McpHouse.ADA);
        house.tokens.changed("ada");
        assertEnded(stream);
    }

    @Test
    void theStream_ends_whenTheOfferSaysSo_andWhenTheNodeDrains() {
        McpStream stream = listening(McpHouse.ADA);
        house.offer.end();
        assertEnded(stream);
        McpStream other = listening(McpHouse.ADA);
        house.node.drain();
        assertEnded(other);
    }

    @Test
    void withOtherRights_itGoesOn_asWhoItIsNow() {
        McpStream stream = listening(McpHouse.ADA);
        house.tokens.allow(McpHouse.ADA, "ada", Duration.ofHours(1), "viewer");
        house.tokens.changed("ada");
        await().untilAsserted(() -> assertThat(house.offer.watching).hasSize(2));
        assertThat(house.offer.watching.get(1).roles()).containsExactly("viewer");
        house.offer.update(URI);
        assertThat(stream.next().at("/params/uri").asText()).isEqualTo(URI);
    }

    @Test
    void rightsThatAreTold_beforeTheyHaveSettled_areAskedForAgain() {
        McpStream stream = listening(McpHouse.ADA);
        house.tokens.changed("ada");
        await().untilAsserted(() -> assertThat(house.offer.watching).hasSize(2));
        house.tokens.allow(McpHouse.ADA, "ada", Duration.ofHours(1), "viewer");
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(house.offer.watching).hasSize(3));
        assertThat(house.offer.watching.get(1).roles()).containsExactly("editor");
        assertThat(house.offer.watching.get(2).roles()).containsExactly("viewer");
        house.offer.update(URI);
        assertThat(stream.next().at("/params/uri").asText()).isEqualTo(URI);
    }

    @Test
    void theStream_ends_whereItCannotGoOnAsWhoItIsNow_andIsNotSilentForGood() {
        McpStream stream = listening(McpHouse.ADA);
        house.offer.full = Failure.unavailable("overloaded", "Too many.");
        for (int i = 0; i <= 10; i++) {
            house.tokens.changed("ada");
        }
        await().until(() ->
                house.meters.find("corebus.mcp.cuts").tag("reason", "unchecked").counter() != null);
        assertEnded(stream);
    }

    @Test
    void aChangeThatComesAgain_whileTheClientDoesNotRead_isToldOnce_andAFloodCutsIt() {
        McpStream stream = listening(McpHouse.ADA);
        String padding = "x".repeat(200);
        for (int i = 0; i < 60_000; i++) {
            house.offer.update("test://" + padding + i);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(house.gauge("corebus.mcp.listeners")).isZero());
        assertThat(house.meters
                        .get("corebus.mcp.cuts")
                        .tag("reason", "slow")
                        .counter()
                        .count())
                .isEqualTo(1);
        stream.close();
    }
}
