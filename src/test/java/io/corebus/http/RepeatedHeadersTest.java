package io.corebus.http;

import static io.corebus.http.HttpHouse.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Headers that are lists mean the same in several lines as in one. The resource that is there has version 3. */
class RepeatedHeadersTest {
    private static final String ONE = "/api/order_items/1";
    private static final Resource THIRD = new Resource("1", 3, Json.of("{\"id\":\"1\"}"), false);

    private final HttpHouse house = new HttpHouse();
    private final Bus bus = house.bus();
    private final List<List<Long>> versions = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        Identity ann = new Identity("ann", "x@example.org", List.of("editor"), "t", List.of(), 9_999_999_999L);
        await(bus.serve(AccessMessages.AUTHENTICATE, (request, caller) -> Future.succeededFuture(ann)));
        await(bus.serve(ResourceMessages.GET, (request, caller) -> Future.succeededFuture(THIRD)));
        await(bus.serve(ResourceMessages.REPLACE, (request, caller) -> {
            versions.add(request.ifVersions());
            return Future.succeededFuture(THIRD);
        }));
        house.open(OpenApiSample.features());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String status(String method, String path, String... headers) throws IOException {
        String body = method.equals("PUT") ? "{}" : "";
        String answer = house.answerTo(method + " " + path
                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n" + body);
        return answer.split(" ", 3)[1];
    }

    @Test
    void tagsOfBothLines_count() throws Exception {
        String[] unwanted = {"If-None-Match: \"2\"", "If-None-Match: \"3\""};
        assertThat(status("GET", ONE, unwanted)).isEqualTo("304");
        assertThat(status("PUT", ONE, unwanted)).isEqualTo("200");
        assertThat(status("PUT", ONE, "If-Match: \"2\"", "If-Match: \"3\"")).isEqualTo("200");
        assertThat(status("PUT", ONE, "If-Match: \"2\"")).isEqualTo("200");
        assertThat(status("PUT", ONE, "If-Match: \"2\"", "If-Match: 3")).isEqualTo("400");

        assertThat(versions).containsExactly(List.of(EntityTags.NO_VERSION), List.of(2L, 3L), List.of(2L));
    }

    @Test
    void whatIsAcceptedInBothLines_counts() throws Exception {
        assertThat(status("GET", ONE, "Accept: text/html", "Accept: application/json"))
                .isEqualTo("200");
        assertThat(status("GET", ONE, "Accept: text/html", "Accept: text/plain"))
                .isEqualTo("406");
    }

    @Test
    void theTagOfADocument_mayStandInTheSecondLine() throws Exception {
        assertThat(status("GET", "/openapi.json", "If-None-Match: \"x\"", "If-None-Match: *"))
                .isEqualTo("304");
    }
}
