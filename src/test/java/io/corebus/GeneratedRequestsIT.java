package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.generated.GeneratedRequest;
import io.corebus.generated.GeneratedRequest.Who;
import io.corebus.generated.Operation;
import io.corebus.generated.RequestGenerator;
import io.corebus.testing.OpenApiContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent, the answer is one that the OpenAPI document has: right and wrong requests to every operation, made up from the document itself.
 *
 * <p>An ordinary run sends a sample. {@code -Dgenerated.requests=20000} sends every one of them, several times with other values; {@code -Dgenerated.seed=...}
 * takes another sample.
 */
class GeneratedRequestsIT {
    private static final int REQUESTS = Integer.getInteger("generated.requests", 2_500);
    private static final long SEED = Long.getLong("generated.seed", 1L);
    private static final int MOST_COMPLAINTS = 40;
    /** So that the ordinary case is that a resource is there. */
    private static final int RESOURCES = 5;

    private static TestNode node;
    private static OpenApiContract contract;
    private static Map<Who, Api> callers;
    private static List<Operation> operations;
    private static RequestGenerator generator;
    /** What is there, by the path under which it was made. */
    private static final Map<String, List<String>> LOCATIONS = new HashMap<>();

    private static final Random RANDOM = new Random(SEED);

    private final List<String> complaints = new ArrayList<>();
    private final Map<Integer, Integer> answers = new TreeMap<>();

    @BeforeAll
    static void start() {
        node = TestNode.start(
                "generated",
                Map.of(
                        "COREBUS_ACCESS_TOKEN_LIFE", "24h",
                        "COREBUS_ACCESS_PASSWORD_MIN_LENGTH", "8",
                        "COREBUS_WEBHOOK_MAX_HOOKS", "8",
                        "COREBUS_WEBHOOK_TIMEOUT", "200ms",
                        "COREBUS_WEBHOOK_DISABLE_AFTER", "1s"));
        Api admin = node.admin();
        clear(admin, "/api/webhooks");
        clear(admin, "/api/me/tokens");
        callers = Map.of(
                Who.ADMIN, admin,
                Who.WITHOUT_ROLES, node.user(),
                Who.WITH_A_BAD_TOKEN, admin.as("x.y.z"),
                Who.ANONYMOUS, admin.as(null));
        contract = new OpenApiContract(admin.as(null).get("/openapi.json").text());
        operations = Operation.of(contract);
        generator = new RequestGenerator(contract, RANDOM, GeneratedRequestsIT::anId);
    }

    /** What a run before has left, of which there may only be so many. */
    private static void clear(Api admin, String collection) {
        for (JsonNode one : admin.get(collection).json().get("data")) {
            assertThat(admin.delete(collection + "/" + one.get("id").asText()).status())
                    .isEqualTo(204);
        }
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static String anId(String collection) {
        String location = aLocation(collection);
        return location == null ? null : location.replaceAll(".*/", "");
    }

    private static String aLocation(String collection) {
        List<String> all = LOCATIONS.getOrDefault(collection, List.of());
        return all.isEmpty() ? null : all.get(RANDOM.nextInt(all.size()));
    }

    @Test
    void everyAnswer_isAsDocumented() {
        int sent = 0;
        for (int tries = 0; tries < 10 && isSomethingMissing(); tries++) {
            refill();
        }
        while (sent < REQUESTS) {
            refill();
            List<GeneratedRequest> requests = new ArrayList<>();
            for (Operation operation : operations) {
                requests.addAll(generator.requests(operation));
            }
            Collections.shuffle(requests, RANDOM);
            int room = Math.min(requests.size(), REQUESTS - sent);
            requests.subList(0, room).forEach(this::check);
            sent += room;
        }
        System.out.println("generated.seed=" + SEED + ": " + sent + " requests, answers by status " + answers);
        assertThat(complaints).as("seed " + SEED).isEmpty();
        assertThat(LOCATIONS)
                .containsKeys(
                        "/api/tasks",
                        "/api/users",
                        "/api/users/{id}/tokens",
                        "/api/me/tokens",
                        "/api/webhooks",
                        "/api/imports");
        assertThat(answers.keySet()).contains(200, 201, 202, 204, 400, 401, 403, 404, 406, 413, 415, 422);
    }

    /** What is right by the document can be refused for what only its words say, such as the name of a feature. */
    private static boolean isSomethingMissing() {
        return operations.stream()
                .anyMatch(operation -> creates(operation) && !LOCATIONS.containsKey(operation.path()));
    }

    private static boolean creates(Operation operation) {
        return operation.json().at("/responses/201/headers").has("Location");
    }

    /** What was deleted on the way is made anew, what is referred to before what refers. */
    private void refill() {
        for (int round = 0; round < RESOURCES; round++) {
            for (Operation operation : operations) {
                if (creates(operation)
                        && LOCATIONS.getOrDefault(operation.path(), List.of()).size() < RESOURCES) {
                    check(generator.fitting(operation));
                }
            }
        }
    }

    private void check(GeneratedRequest request) {
        if (complaints.size() >= MOST_COMPLAINTS) {
            return;
        }
        String[] headers = request.headers().toArray(String[]::new);
        String path = live(request);
        try {
            Answer answer = callers.get(request.caller()).sendBytes(request.method(), path, request.body(), headers);
            answers.merge(answer.status(), 1, Integer::sum);
            remember(request, path, answer);
            compare(request, path, answer);
        } catch (RuntimeException | AssertionError e) {
            complain("\n" + request + "\n  " + e + ", " + e.getCause());
        }
    }

    /** The path with what is there in the place of what may be anything. */
    private String live(GeneratedRequest request) {
        String template = request.operation().path();
        for (int end = template.lastIndexOf("/{"); end > 0; end = template.lastIndexOf("/{", end - 1)) {
            String collection = template.substring(0, end);
            String prefix = collection.replaceAll("\\{[^}]*}", GeneratedRequest.LIVE) + "/" + GeneratedRequest.LIVE;
            if (request.path().startsWith(prefix) && isThereOne(collection)) {
                String rest = request.path().substring(prefix.length());
                return aLocation(collection) + rest.replace(GeneratedRequest.LIVE, "1");
            }
        }
        return request.path().replace("/" + GeneratedRequest.LIVE, "/1");
    }

    private boolean isThereOne(String collection) {
        for (int tries = 0; tries < 10 && LOCATIONS.containsKey(collection) && aLocation(collection) == null; tries++) {
            refill();
        }
        return aLocation(collection) != null;
    }

    private static void remember(GeneratedRequest request, String sent, Answer answer) {
        String location = answer.header("Location");
        if (answer.status() == 201 && location != null) {
            String path = request.operation().path();
            LOCATIONS.computeIfAbsent(path, key -> new ArrayList<>()).add(location);
        } else if (answer.status() == 202 && location != null) {
            String collection = location.substring(0, location.lastIndexOf('/'));
            LOCATIONS.computeIfAbsent(collection, key -> new ArrayList<>()).add(location);
        } else if (answer.status() == 204 && request.method().equals("DELETE")) {
            forget(sent.replaceAll("\\?.*", ""));
        }
        for (JsonNode result : results(answer)) {
            if (result.get("status").asInt() == 204) {
                forget(request.operation().path().replace("/batch", "/")
                        + result.path("id").asText());
            }
        }
    }

    private static void forget(String gone) {
        LOCATIONS.values().forEach(all -> all.removeIf(one -> (one + "/").startsWith(gone + "/")));
    }

    /** Of the items of a batch; empty for all other answers. */
    private static JsonNode results(Answer answer) {
        boolean batch = answer.status() == 200 && answer.text().startsWith("{\"results\"");
        return batch ? answer.json().get("results") : contract.document().arrayNode();
    }

    /** What is too long to be read is described for all operations at once. */
    private static JsonNode documented(GeneratedRequest request, int status) {
        int alike = status == 414 ? 413 : status;
        return status == alike
                ? contract.response(request.operation().json(), status)
                : contract.target("#/components/responses/BodyTooLarge");
    }

    private void complain(String complaint) {
        complaints.add(complaint);
    }

    private void compare(GeneratedRequest request, String sent, Answer answer) {
        String shown =
                answer.status() + " at " + GeneratedRequest.shown(sent) + " " + GeneratedRequest.shown(answer.text());
        if (!request.statuses().contains(answer.status())) {
            complain("\n" + request + "\n  expected " + request.statuses() + ", got " + shown);
            return;
        }
        JsonNode response = documented(request, answer.status());
        if (request.method().equals("HEAD")) {
            return;
        }
        for (String fault : new DocumentedAnswer(contract, response).faults(answer)) {
            complain("\n" + request + "\n  " + fault + ", got " + shown);
        }
        for (JsonNode result : results(answer)) {
            if (result.get("status").asInt() >= 500) {
                complain("\n" + request + "\n  an item was answered with " + result);
            }
        }
    }
}
