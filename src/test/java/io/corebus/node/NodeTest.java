package io.corebus.node;

import static io.corebus.node.TestNodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.node.EchoMessages.Said;
import io.corebus.node.EchoMessages.Say;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class NodeTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void start_withRooms_isReadyAndAnswers() throws Exception {
        Node node = TestNodes.start("--rooms=echo,http", "--http-port=0", "--management-port=0");
        try {
            assertThat(node.view().started()).isTrue();
            assertThat(node.view().ready()).isTrue();
            assertThat(node.view().members()).containsExactly("local");
            assertThat(get(say(node, 0)).word()).isEqualTo("word");
            assertThat(node.addresses()).containsOnlyKeys("http", "management");
            assertThat(fetch(node, "/livez").body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(fetch(node, "/startupz").statusCode()).isEqualTo(200);
            assertThat(fetch(node, "/readyz").statusCode()).isEqualTo(200);
            assertThat(fetch(node, "/health").body())
                    .isEqualTo(
                            "{\"status\":\"UP\",\"node\":{\"started\":true,\"ready\":true},\"cluster\":{\"members\":[\"local\"]},"
                                    + "\"checks\":[{\"id\":\"echo\",\"status\":\"UP\",\"data\":{\"voice\":\"up\"}}]}");
            assertThat(fetch(node, "/nothing").statusCode()).isEqualTo(404);
            assertThat(post(node, "/livez")).isEqualTo(405);
        } finally {
            get(node.stop());
        }
    }

    @Test
    void metrics_haveTheJvmTheProcessAndTheBus_butNothingPerRequestOfVertx() throws Exception {
        Node node = TestNodes.start("--rooms=echo,http", "--http-port=0", "--management-port=0");
        try {
            get(say(node, 0));
            client.send(
                    HttpRequest.newBuilder(URI.create(node.addresses().get("http")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> metrics = fetch(node, "/metrics");
            assertThat(metrics.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
            assertThat(metrics.body())
                    .contains("jvm_memory_used_bytes", "process_cpu_usage", "process_uptime_seconds")
                    .contains("corebus_bus_requests_seconds_count{address=\"corebus.echo.say\",outcome=\"ok\"} 1")
                    .doesNotContain("vertx_http", "vertx_eventbus", "vertx_net");
        } finally {
            get(node.stop());
        }
    }

    @Test
    void health_ofARoomThatIsNotWellOrAway_isDown() throws Exception {
        Node unwell = TestNodes.start("--rooms=echo", "--echo-well=false", "--management-port=0");
        assertThat(fetch(unwell, "/health").statusCode()).isEqualTo(503);
        assertThat(fetch(unwell, "/health").body()).contains("\"voice\":\"hoarse\"");
        get(unwell.stop());

        Node alone = TestNodes.start("--rooms=http", "--http-port=0", "--management-port=0");
        assertThat(fetch(alone, "/health").body())
                .contains("No node of the cluster serves the echo room at the moment.");
        get(alone.stop());
    }

    @Test
    void stop_withWorkInFlight_finishesItAndTakesNoMore() throws Exception {
        Node node = TestNodes.start("--rooms=echo", "--management-port=0");
        Future<Said> inFlight = say(node, 800);
        Thread.sleep(100);

        Future<Void> stopped = node.stop();

        assertThat(node.view().ready()).isFalse();
        assertThat(node.view().started()).isTrue();
        assertThat(fetch(node, "/readyz").body()).isEqualTo("{\"status\":\"DOWN\",\"ready\":false}");
        Caller inAHurry = Caller.system(Duration.ofMillis(300));
        assertThatThrownBy(() -> get(node.bus().request(EchoMessages.SAY, new Say("word", 0), inAHurry)))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("room-unavailable");
        assertThat(get(inFlight).word()).isEqualTo("word");
        get(stopped);
    }

    @Test
    void stop_withWorkThatHangs_endsWithTheDrainTimeout() throws Exception {
        Node node = TestNodes.start("--rooms=echo", "--shutdown-drain-timeout=500ms");
        Future<Said> hanging = say(node, 60_000);
        Thread.sleep(100);
        long began = System.nanoTime();

        get(node.stop());

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(450), Duration.ofSeconds(4));
        assertThat(hanging.isComplete() && hanging.succeeded()).isFalse();
    }

    @Test
    void stop_withADelay_takesWorkUntilItIsOver() throws Exception {
        Node node = TestNodes.start("--rooms=echo", "--shutdown-delay=700ms", "--management-port=0");
        Future<Void> stopped = node.stop();

        assertThat(fetch(node, "/readyz").statusCode()).isEqualTo(503);
        assertThat(get(say(node, 0)).word()).isEqualTo("word");
        get(stopped);
    }

    @Test
    void start_onAPortInUse_failsWithOneSentenceAndLeavesNothing() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> TestNodes.start("--rooms=echo,http", "--http-port=" + port))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage(
                            "Port " + port
                                    + " on 127.0.0.1 is in use. Stop the program that uses it, or choose another port with --http-port or COREBUS_HTTP_PORT.");
            assertThatThrownBy(() -> TestNodes.start("--rooms=echo", "--management-port=" + port))
                    .hasMessage(
                            "Port " + port
                                    + " on 127.0.0.1 is in use. Stop the program that uses it, or choose another port with --management-port or COREBUS_MANAGEMENT_PORT.");
            assertThatThrownBy(
                            () -> TestNodes.start("--rooms=echo", "--cluster-host=127.0.0.1", "--cluster-port=" + port))
                    .hasMessage(
                            "Port " + port
                                    + " on 127.0.0.1 is in use. Stop the program that uses it, or choose another port with --cluster-port or COREBUS_CLUSTER_PORT.");
        }
        assertThatThrownBy(() -> TestNodes.start("--rooms=http", "--http-host=192.0.2.1", "--http-port=0"))
                .hasMessage(
                        "192.0.2.1 is no address of this machine. Choose another with --http-host or COREBUS_HTTP_HOST.");
        assertThatThrownBy(() -> TestNodes.start("--rooms=http", "--cluster-host=192.0.2.1"))
                .hasMessage(
                        "192.0.2.1 is no address of this machine. Choose another with --cluster-host or COREBUS_CLUSTER_HOST.");
        // An event loop says that it has ended from its own thread, which then has a few steps to go.
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> thread.getName().startsWith("vert.x-eventloop"))
                        .isEmpty());
    }

    @Test
    void start_ofARoomThatCannot_saysWhichAndWhy() {
        assertThatThrownBy(() -> TestNodes.start("--rooms=echo,http", "--http-port=0", "--echo-trouble=no voice"))
                .isInstanceOf(StartFailure.class)
                .hasMessage("The echo room cannot start: no voice");
    }

    @Test
    void start_withAClusterAddressThatIsNotKnown_saysSo() {
        assertThatThrownBy(() -> TestNodes.start("--rooms=echo", "--cluster-host=nowhere.invalid"))
                .hasMessage(
                        "cluster.host: the address 'nowhere.invalid' is not known here. Set COREBUS_CLUSTER_HOST to an address of this machine.");
        assertThatThrownBy(() -> TestNodes.start("--rooms=echo", "--cluster-peers=nowhere.invalid:1"))
                .hasMessage(
                        "cluster.peers: none of nowhere.invalid:1 is known here. Correct COREBUS_CLUSTER_PEERS, or set COREBUS_CLUSTER_HOST to an address of this machine.");
    }

    private static Future<Said> say(Node node, long afterMillis) {
        return node.bus()
                .request(EchoMessages.SAY, new Say("word", afterMillis), Caller.system(Duration.ofMillis(1500)));
    }

    private HttpResponse<String> fetch(Node node, String path) throws IOException, InterruptedException {
        URI uri = URI.create(node.addresses().get("management") + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int post(Node node, String path) throws IOException, InterruptedException {
        URI uri = URI.create(node.addresses().get("management") + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
