package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.Api;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.config.Config;
import io.corebus.config.ConfigReader;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.config.Sources;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.corebus.testing.LocalNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an export goes over the network: the real door, with a resource room that answers what the test says. */
class ExportRoutesTest {
    private static final long ALWAYS = 9_999_999_999L;
    private static final String EXPORT = "/api/order_items/export";

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Bus bus = new Bus(vertx, meters);
    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private final LocalNode node = new LocalNode();

    @BeforeEach
    void open() throws Exception {
        Identity ann = new Identity("ann", "x@example.org", List.of("viewer"), "token-1", List.of("read"), ALWAYS);
        await(bus.serve(AccessMessages.AUTHENTICATE, (request, caller) -> Future.succeededFuture(ann)));
        Config config = new ConfigReader(List.of(HttpConfig.class, RedisConfig.class, LimitsConfig.class))
                .read(new Sources(
                        null,
                        Map.of(),
                        List.of("--http-port=0", "--http-deadline=2s", "--redis-url=redis://127.0.0.1:1")));
        await(vertx.deployVerticle(new HttpVerticle(
                config.get(HttpConfig.class),
                config.get(RedisConfig.class),
                config.get(LimitsConfig.class),
                OpenApiSample.features(),
                bus,
                meters,
                node,
                false)));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Api client() {
        return new Api(node.url(), "token");
    }

    private static ResourcePage page(int rows, int bytesOfRow, String next) {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            written.add("{\"id\":\"]}[{\\\"" + "x".repeat(bytesOfRow) + "\",\"tags\":[{\"a\":[]}]}");
        }
        return new ResourcePage(Json.of("[" + String.join(",", written) + "]"), rows, next);
    }

    @Test
    void rowsAreCutWhereTheyEnd_whateverIsInThem() {
        await(bus.serve(ResourceMessages.LIST, (request, caller) -> Future.succeededFuture(page(3, 1, null))));

        assertThat(client().get(EXPORT).text()).isEqualTo("{\"id\":\"]}[{\\\"x\",\"tags\":[{\"a\":[]}]}\n".repeat(3));
    }

    @Test
    void pagesAreTheSmaller_theLargerTheirRowsAre() {
        List<Integer> limits = new CopyOnWriteArrayList<>();
        await(bus.serve(ResourceMessages.LIST, (request, caller) -> sized(request, caller, limits)));

        assertThat(client().get(EXPORT + "?filter=amount%3D%3D1&sort=-amount&fields=amount")
                        .status())
                .isEqualTo(200);

        assertThat(limits).hasSize(4);
        assertThat(limits.get(0)).isEqualTo(100);
        assertThat(limits.get(1)).isEqualTo(1_000);
        assertThat(limits.get(2)).isBetween(5, 10);
        assertThat(limits.get(3)).isEqualTo(1);
        assertThat(callers).allMatch(caller -> caller.scopes().equals(List.of("read")));
    }

    private Future<ResourcePage> sized(ListResources request, Caller caller, List<Integer> limits) {
        assertThat(request.filter()).isEqualTo("amount==1");
        assertThat(request.sort()).isEqualTo("-amount");
        assertThat(request.fields()).isEqualTo("amount");
        callers.add(caller);
        limits.add(request.limit());
        return Future.succeededFuture(
                switch (limits.size()) {
                    case 1 -> page(3, 10, "a");
                    case 2 -> page(3, 120_000, "b");
                    case 3 -> page(1, 2_000_000, "c");
                    default -> page(0, 0, null);
                });
    }

    /** Half a mebibyte a page: a client that does not read gets what the network's buffers hold, and no page more is read for it. */
    @Test
    void aSlowClient_holdsTheExportBack_andWhenItIsGone_theExportEnds() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        await(bus.serve(ResourceMessages.LIST, (request, caller) -> endless(pages)));
        URI door = URI.create(node.url());
        try (Socket socket = new Socket(door.getHost(), door.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + EXPORT + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            int stalledAt = awaitStandstill(pages);
            assertThat(stalledAt).isBetween(1, 60);

            assertThat(socket.getInputStream().readNBytes(4 * 524_288)).hasSize(4 * 524_288);
            Awaitility.await().untilAsserted(() -> assertThat(pages.get()).isGreaterThan(stalledAt));
            assertThat(awaitStandstill(pages)).isLessThan(stalledAt + 12);
        }
        assertThat(awaitStandstill(pages)).isLessThan(80);
    }

    private static Future<ResourcePage> endless(AtomicInteger pages) {
        pages.incrementAndGet();
        return Future.succeededFuture(page(8, 65_536, "more"));
    }

    private static int awaitStandstill(AtomicInteger pages) throws InterruptedException {
        int before = -1;
        while (before != pages.get() || before == 0) {
            before = pages.get();
            Thread.sleep(400);
        }
        return before;
    }

    @Test
    void anExport_mayTakeLongerThanARequest() {
        AtomicInteger pages = new AtomicInteger();
        await(bus.serve(
                ResourceMessages.LIST,
                (request, caller) ->
                        vertx.timer(800).map(timer -> page(1, 1, pages.incrementAndGet() == 3 ? null : "more"))));

        assertThat(client().get(EXPORT).text().lines()).hasSize(3);
    }

    @Test
    void aFailureOnTheWay_breaksTheConnectionOff() {
        Failure away = Failure.unavailable("storage-unavailable", "PostgreSQL is away.");
        await(bus.serve(
                ResourceMessages.LIST,
                (request, caller) -> request.after() == null
                        ? Future.succeededFuture(page(1, 1, "more"))
                        : Future.failedFuture(away.exception())));

        assertThatThrownBy(() -> client().get(EXPORT)).isInstanceOf(UncheckedIOException.class);
    }
}
