package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /api/<feature>/events}. */
class EventStreamTest {
    private final LiveHouse house = new LiveHouse(LiveHouse.config(20, 262_144), 0);
    private final HttpClient client = house.vertx.createHttpClient();

    @AfterEach
    void close() {
        house.close();
    }

    /** Reads an event stream as the HTML standard says, as far as it is used here. */
    private static final class Stream {
        final BlockingQueue<Map<String, String>> events = new LinkedBlockingQueue<>();
        final BlockingQueue<String> comments = new LinkedBlockingQueue<>();
        HttpClientResponse response;
        volatile boolean ended;
        private String rest = "";
        private Map<String, String> event = new LinkedHashMap<>();

        /** To be called on the event loop, before the first part is there. */
        void read(HttpClientResponse read) {
            read.handler(part -> take(part.toString()))
                    .endHandler(end -> ended = true)
                    .exceptionHandler(broken -> ended = true);
        }

        void take(String text) {
            String[] lines = (rest + text).split("\n", -1);
            for (int i = 0; i < lines.length - 1; i++) {
                line(lines[i]);
            }
            rest = lines[lines.length - 1];
        }

        private void line(String line) {
            if (line.isEmpty()) {
                if (event.containsKey("data")) {
                    events.add(event);
                }
                event = new LinkedHashMap<>();
            } else if (line.startsWith(":")) {
                comments.add(line);
            } else {
                String[] parts = line.split(": ", 2);
                event.put(parts[0], parts[1]);
            }
        }

        Map<String, String> next() {
            try {
                Map<String, String> next = events.poll(10, TimeUnit.SECONDS);
                assertThat(next).as("an event within ten seconds").isNotNull();
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void expectSubscribed(long since) {
            assertThat(next()).containsEntry("event", "subscribed").containsEntry("id", String.valueOf(since));
        }
    }

    private HttpClientResponse answer(HttpMethod method, String path, Map<String, String> headers) {
        return house.await(client.request(method, house.port(), "127.0.0.1", path)
                .map(request -> with(request, headers))
                .compose(HttpClientRequest::send));
    }

    private static HttpClientRequest with(HttpClientRequest request, Map<String, String> headers) {
        headers.forEach(request::putHeader);
        return request;
    }

    private Stream open(String query, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.putIfAbsent("authorization", "Bearer " + LiveHouse.VIEWER);
        headers.put("accept", "text/event-stream");
        Stream stream = new Stream();
        stream.response =
                house.await(client.request(HttpMethod.GET, house.port(), "127.0.0.1", "/api/features/events" + query)
                        .compose(request -> with(request, headers).send().onSuccess(stream::read)));
        assertThat(stream.response.statusCode()).isEqualTo(200);
        return stream;
    }

    private JsonObject refusal(String path, Map<String, String> headers, int status) {
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("accept", "text/event-stream");
        JsonObject problem = house.await(client.request(HttpMethod.GET, house.port(), "127.0.0.1", path)
                .compose(request -> with(request, all).send().compose(response -> response.body()))
                .map(body -> body.toJsonObject()));
        assertThat(problem.getInteger("status")).as(problem.encode()).isEqualTo(status);
        return problem;
    }

    @Test
    void anEvent_isACloudEvent() {
        Stream stream = open("", Map.of());
        assertThat(stream.response.getHeader("content-type")).isEqualTo("text/event-stream");
        assertThat(stream.response.getHeader("cache-control")).isEqualTo("no-store");
        stream.expectSubscribed(0);
        house.journal.write("features", "updated", "id-1", 3, null, "{\"value\":1,\n \"name\":\"x\\ny\"}");
        Map<String, String> event = stream.next();
        assertThat(event).containsEntry("id", "1").doesNotContainKey("event");
        assertThat(new JsonObject(event.get("data"))).isEqualTo(new JsonObject("""
                        {"specversion":"1.0","id":"1","source":"/api/features","type":"io.corebus.resource.updated",
                         "subject":"id-1","time":"2026-11-25T10:00:00.000001Z","datacontenttype":"application/json",
                         "actor":"user-1","resourceversion":3,"data":{"value":1,"name":"x\\ny"}}"""));
    }

    @Test
    void theLastEventId_resumes_andWinsOverSince() {
        house.journal.writeMany("features", 100);
        Stream stream = open("?since=5", Map.of("last-event-id", "97"));
        stream.expectSubscribed(97);
        assertThat(stream.next()).containsEntry("id", "98");
        assertThat(stream.next()).containsEntry("id", "99");
        assertThat(stream.next()).containsEntry("id", "100");
        house.journal.create("features", 1);
        assertThat(stream.next()).containsEntry("id", "101");
    }

    @Test
    void since_resumes_fromTheJournal() {
        house.journal.writeMany("features", 400);
        Stream stream = open("?since=10", Map.of());
        stream.expectSubscribed(10);
        for (long seq = 11; seq <= 400; seq++) {
            assertThat(stream.next()).containsEntry("id", String.valueOf(seq));
        }
    }

    @Test
    void aJournalThatNoLongerReachesBack_tellsToReadAgain() {
        house.journal.writeMany("features", 100);
        house.journal.forgetBefore(90);
        Stream stream = open("?since=10", Map.of());
        stream.expectSubscribed(10);
        assertThat(stream.next()).containsEntry("event", "resync").containsEntry("id", "100");
        house.journal.create("features", 1);
        assertThat(stream.next()).containsEntry("id", "101");
    }

    @Test
    void aFilter_andTheTokenInTheQuery() {
        Stream stream = open(
                "?filter=value=ge=2&access_token=" + LiveHouse.VIEWER,
                Map.of("authorization", "Bearer " + LiveHouse.VIEWER));
        stream.expectSubscribed(0);
        house.journal.writeMany("features", 3);
        assertThat(stream.next()).containsEntry("id", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?since=-1 | 400 | bad-since",
                "?since=abc | 400 | bad-since",
                "?since=5 | 400 | bad-since",
                "?filter=nothing==1 | 400 | bad-query",
                "?other=1 | 400 | unknown-parameter"
            })
    void aBadQuery_isRefused(String query, int status, String code) {
        JsonObject problem =
                refusal("/api/features/events" + query, Map.of("authorization", "Bearer " + LiveHouse.VIEWER), status);
        assertThat(problem.getString("code")).isEqualTo(code);
    }

    @Test
    void withoutRights_itIsRefused() {
        String path = "/api/features/events";
        assertThat(refusal(path, Map.of(), 401).getString("code")).isEqualTo("unauthenticated");
        assertThat(refusal(path + "?access_token=wrong", Map.of(), 401).getString("code"))
                .isEqualTo("invalid-token");
        assertThat(refusal(path, Map.of("authorization", "Bearer " + LiveHouse.STRANGER), 403)
                        .getString("code"))
                .isEqualTo("forbidden");
        Map<String, String> wrong =
                Map.of("authorization", "Bearer " + LiveHouse.VIEWER, "origin", "https://evil.example.com");
        assertThat(refusal(path, wrong, 403).getString("code")).isEqualTo("origin-not-allowed");
        Map<String, String> json = Map.of("authorization", "Bearer " + LiveHouse.VIEWER, "accept", "application/json");
        assertThat(refusal(path, json, 406).getString("code")).isEqualTo("not-acceptable");
        Map<String, String> ruledOut =
                Map.of("authorization", "Bearer " + LiveHouse.VIEWER, "accept", "text/event-stream;q=0, */*");
        assertThat(refusal(path, ruledOut, 406).getString("code")).isEqualTo("not-acceptable");
        assertThat(refusal("/api/notes/events", Map.of(), 404).getString("code"))
                .as("it is there, and not live")
                .isEqualTo("unknown-feature");
    }

    @Test
    void aHead_answersWithoutAStream() {
        HttpClientResponse response =
                answer(HttpMethod.HEAD, "/api/features/events", Map.of("authorization", "Bearer " + LiveHouse.VIEWER));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
        assertThat(response.getHeader("content-encoding")).isNull();
        assertThat(response.getHeader("x-accel-buffering")).isEqualTo("no");
        assertThat(house.gauge("corebus.live.connections")).isZero();
    }

    @Test
    void aUserThatIsDisabled_isToldTheEnd() {
        Stream stream = open("", Map.of());
        stream.expectSubscribed(0);
        house.tokens.remove(LiveHouse.VIEWER);
        house.tokens.changed("viewer-1");
        Map<String, String> end = stream.next();
        assertThat(end).containsEntry("event", "end");
        assertThat(new JsonObject(end.get("data")).getInteger("close_code")).isEqualTo(4401);
        org.awaitility.Awaitility.await().until(() -> stream.ended);
    }

    @Test
    void aStreamThatIsQuiet_isKeptAlive() throws Exception {
        Stream stream = open("", Map.of());
        assertThat(stream.comments.poll(18, TimeUnit.SECONDS)).isEqualTo(": ping");
    }

    @Test
    void aClientThatGoes_isForgotten() {
        Stream stream = open("", Map.of());
        stream.expectSubscribed(0);
        assertThat(house.gauge("corebus.live.connections")).isEqualTo(1);
        house.await(stream.response.request().connection().close());
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(house.gauge("corebus.live.connections")).isZero());
        assertThat(house.gauge("corebus.live.subscriptions")).isZero();
    }

    @Test
    void aClientThatDoesNotRead_isCut() {
        Stream stream = open("", Map.of());
        stream.expectSubscribed(0);
        stream.response.pause();
        String data = "{\"text\":\"" + "x".repeat(20_000) + "\"}";
        for (int i = 0; i < 2_000 && house.gauge("corebus.live.connections") > 0; i++) {
            house.journal.write("features", "created", "id-" + i, 1, null, data);
            if (i % 50 == 0) {
                house.await(house.vertx.timer(5));
            }
        }
        // It is counted after the connection has left the gauge that ends the loop.
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(house.count("corebus.live.cuts")).isEqualTo(1));
        stream.response.resume();
        org.awaitility.Awaitility.await().until(() -> stream.ended);
        List<Map<String, String>> all = List.copyOf(stream.events);
        for (int i = 0; i < all.size() - 1; i++) {
            assertThat(all.get(i)).containsEntry("id", String.valueOf(i + 1));
        }
    }
}
