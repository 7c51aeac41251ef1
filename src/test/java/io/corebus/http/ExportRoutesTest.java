package io.corebus.http;

import static io.corebus.http.HttpHouse.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.Api;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.FeatureRights;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.corebus.resource.ResourceMessages.Rights;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an export goes over the network: the real door, with a resource room that answers what the test says. */
class ExportRoutesTest {
    private static final long ALWAYS = 9_999_999_999L;
    private static final String EXPORT = "/api/order_items/export";

    private final HttpHouse house = new HttpHouse();
    private final Bus bus = house.bus();
    private final List<Caller> callers = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        Identity ann = new Identity("ann", "x@example.org", List.of("viewer"), "token-1", List.of("read"), ALWAYS);
        await(bus.serve(AccessMessages.AUTHENTICATE, (request, caller) -> Future.succeededFuture(ann)));
        house.open(OpenApiSample.features());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Api client() {
        return new Api(house.url(), "token");
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

    @Test
    void csv_hasTheColumnsThatTheCallerMayRead() {
        List<Caller> asking = new CopyOnWriteArrayList<>();
        FeatureRights some = new FeatureRights(
                "order_items", List.of(Action.READ), List.of(), List.of("sku", "tags"), List.of(), List.of(), null);
        await(bus.serve(ResourceMessages.RIGHTS, (request, caller) -> {
            asking.add(caller);
            return Future.succeededFuture(
                    new Rights(request.feature().equals("order_items") ? List.of(some) : List.of()));
        }));
        await(bus.serve(
                ResourceMessages.LIST,
                (request, caller) -> Future.succeededFuture(new ResourcePage(
                        Json.of("[{\"id\":\"1\",\"version\":1,\"sku\":\"s\",\"tags\":[]}]"), 1, null))));

        assertThat(client().get(EXPORT + "?format=csv").text())
                .isEqualTo("id,version,sku,tags,created_at,updated_at,created_by,updated_by\r\n1,1,s,[],,,,\r\n");
        assertThat(asking)
                .singleElement()
                .satisfies(caller -> assertThat(caller.scopes()).isEqualTo(List.of("read")));
    }

    /** Half a mebibyte a page: a client that does not read gets what the network's buffers hold, and no page more is read for it. */
    @Test
    void aSlowClient_holdsTheExportBack_andWhenItIsGone_theExportEnds() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        await(bus.serve(ResourceMessages.LIST, (request, caller) -> endless(pages)));

        house.assertHeldBackByASlowClient(EXPORT, "t", pages);
    }

    private static Future<ResourcePage> endless(AtomicInteger pages) {
        pages.incrementAndGet();
        return Future.succeededFuture(page(8, 65_536, "more"));
    }

    @Test
    void anExport_mayTakeLongerThanARequest() {
        AtomicInteger pages = new AtomicInteger();
        await(bus.serve(
                ResourceMessages.LIST,
                (request, caller) -> house.vertx()
                        .timer(800)
                        .map(timer -> page(1, 1, pages.incrementAndGet() == 3 ? null : "more"))));

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

    @Test
    void overHttp10_whereAPartWouldPassForTheWhole_itIsRefused() throws Exception {
        await(bus.serve(ResourceMessages.LIST, (request, caller) -> Future.succeededFuture(page(1, 1, null))));

        house.assertRefusedOverHttp10(EXPORT, "t");
    }

    @Test
    void aPageThatCannotBeWritten_breaksTheConnectionOffAtOnce_andTheRequestIsOver() {
        await(bus.serve(ResourceMessages.RIGHTS, (request, caller) -> Future.succeededFuture(new Rights(List.of()))));
        await(bus.serve(
                ResourceMessages.LIST,
                (request, caller) -> Future.succeededFuture(
                        request.after() == null ? page(1, 1, "more") : new ResourcePage(Json.of("[{"), 1, null))));

        assertThatThrownBy(() -> client().get(EXPORT + "?format=csv"))
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .isNotInstanceOf(HttpTimeoutException.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(house.meters()
                                .get("corebus.http.requests")
                                .tag("action", "export")
                                .timer()
                                .count())
                        .isEqualTo(1));
    }
}
