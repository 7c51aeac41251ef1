package io.corebus;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The same things done over REST and by a tool, each with a record of its own. */
final class McpMatrix {
    static final List<String> VERBS = List.of("search", "get", "create", "update", "delete");
    private static final Map<String, Set<String>> OFFERED = Map.of(
            "features", Set.copyOf(VERBS),
            "notes", Set.copyOf(VERBS),
            "projects", Set.of("search", "get"),
            "tasks", Set.of("search", "get", "create", "update"));
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private McpMatrix() {}

    /**
     * @param kind of record
     * @param body of one to create
     * @param change to make
     * @param api of the caller
     * @param record makes one to work on
     */
    record Row(String feature, String kind, Supplier<String> body, String change, Api api, Supplier<JsonNode> record) {
        boolean offers(String verb) {
            return OFFERED.get(feature).contains(verb);
        }

        private String path() {
            return "/api/" + feature;
        }

        /** {@code OK}, or the code of the refusal as a tool has it; of what was found, how many and which fields. */
        String overRest(String verb) {
            JsonNode made = verb.equals("create") ? null : record.get();
            String one = made == null ? path() : path() + "/" + McpSite.id(made);
            return switch (verb) {
                case "search" -> found(api.get(path() + "?filter=id==" + McpSite.id(made)), "/data");
                case "get" -> found(api.get(one), "");
                case "create" -> outcome(api.post(path(), body.get()));
                case "update" -> outcome(api.patch(one, change, "If-Match", "\"" + made.get("version") + "\""));
                default -> outcome(api.delete(one));
            };
        }

        private static String outcome(Answer answer) {
            return answer.status() < 300
                    ? "OK"
                    : answer.code().replace('-', '_').toUpperCase(Locale.ROOT);
        }

        private static String found(Answer answer, String place) {
            return answer.status() < 300 ? "OK " + shape(answer.json().at(place)) : outcome(answer);
        }

        private static String shape(JsonNode found) {
            if (found.isArray()) {
                return found.size() + (found.isEmpty() ? "" : " " + shape(found.get(0)));
            }
            List<String> fields = new ArrayList<>();
            found.fieldNames().forEachRemaining(fields::add);
            return fields.toString();
        }

        String called(McpAgent agent, String verb) {
            JsonNode made = verb.equals("create") ? null : record.get();
            String id = made == null ? "" : ",\"id\":\"" + McpSite.id(made) + "\"";
            String start = "{\"feature\":\"" + feature + "\"";
            return switch (verb) {
                case "search" ->
                    found(agent, "query_records", start + ",\"filter\":\"id==" + McpSite.id(made) + "\"}", "/records");
                case "get" -> found(agent, "get_record", start + id + "}", "/record");
                case "create" -> found(agent, "create_record", start + ",\"data\":" + body.get() + "}", null);
                case "update" ->
                    found(
                            agent,
                            "update_record",
                            start + id + ",\"version\":" + made.get("version") + ",\"changes\":" + change + "}",
                            null);
                default -> found(agent, "delete_record", start + id + "}", null);
            };
        }

        private static String found(McpAgent agent, String tool, String arguments, String place) {
            JsonNode answer = agent.call(tool, arguments).get("structuredContent");
            if (answer.has("error")) {
                return answer.at("/error/code").asText();
            }
            return place == null ? "OK" : "OK " + shape(answer.at("/result" + place));
        }
    }

    /** Of each feature, records that the admin made; of notes in each state, and one that the caller made where he may. */
    static List<Row> rows(Api admin, Api caller) {
        String project = McpSite.id(McpSite.made(admin, "projects", project("active")));
        List<Row> rows = new ArrayList<>();
        rows.add(row("features", "any", () -> "{\"name\":\"m\",\"value\":1}", "{\"value\":2}", admin, caller));
        for (String status : List.of("planned", "active")) {
            rows.add(row("projects", status, () -> project(status), "{\"name\":\"n\"}", admin, caller));
        }
        rows.add(row("tasks", "any", () -> task(project), "{\"title\":\"n\"}", admin, caller));
        rows.add(row("tasks", "more than an owner may", () -> task(project), "{\"hours\":2}", admin, caller));
        for (String status : List.of("draft", "done")) {
            rows.add(row("notes", status, () -> note(status), "{\"title\":\"n\"}", admin, caller));
        }
        if (caller.post("/api/notes", "{\"title\":\"mine\"}").status() == 201) {
            Supplier<String> body = () -> "{\"title\":\"mine\"}";
            Supplier<JsonNode> own = () -> McpSite.made(caller, "notes", body.get());
            rows.add(new Row("notes", "own", body, "{\"title\":\"n\"}", caller, own));
            rows.add(new Row("notes", "own, to an end", body, "{\"status\":\"done\"}", caller, own));
            rows.add(new Row("notes", "own, a field of others", body, "{\"secret\":\"s\"}", caller, own));
        }
        return rows;
    }

    private static Row row(String feature, String kind, Supplier<String> body, String change, Api admin, Api caller) {
        return new Row(feature, kind, body, change, caller, () -> McpSite.made(admin, feature, body.get()));
    }

    private static String project(String status) {
        String key = "K"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 9).toUpperCase(Locale.ROOT);
        return "{\"key\":\"" + key + "\",\"name\":\"m\",\"budget\":1,\"status\":\"" + status + "\"}";
    }

    private static String task(String project) {
        return "{\"project_id\":\"" + project + "\",\"number\":" + NUMBER.incrementAndGet() + ",\"title\":\"m\"}";
    }

    private static String note(String status) {
        return "{\"title\":\"m\",\"status\":\"" + status + "\",\"secret\":\"s\"}";
    }
}
