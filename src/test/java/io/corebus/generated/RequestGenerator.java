package io.corebus.generated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.generated.GeneratedRequest.Who;
import io.corebus.testing.OpenApiContract;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** Makes up requests to an operation: some as documented, and some that break one rule each. What fits and what does not, the document says. */
public final class RequestGenerator {
    private static final JsonMapper PLAIN = JsonMapper.builder().build();
    private static final JsonMapper ESCAPED =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final int MIXTURES = 15;
    /** Where the document describes it for all operations at once. */
    private static final int TOO_LONG = 414;

    private static final Set<Integer> FORM_REFUSALS = Set.of(400, 406, 413, 415, 422);

    private static final Set<Integer> CREDENTIALS = Set.of(401, 403, 409, 429);

    /** Where what fits the schema may yet be refused: the rest is told in words, such as that a filter is RSQL, or a password the one that one has. */
    private static final Map<String, Set<Integer>> TOLD_IN_WORDS = Map.of(
            "query[A-Z].*", Set.of(400, 422),
            "batch[A-Z].*", Set.of(200, 404, 409, 412, 422), // What is wrong with one item is told in its place.
            "createWebhook|changeWebhook", Set.of(400, 422),
            "replayWebhook", Set.of(422),
            "changeMyPassword", Set.of(422, 429));

    /** Says that it leaves aside what it does not know. */
    private static final String ANY_QUERY = "oidcCallback";

    private static final List<String> BROKEN = List.of(
            "",
            " ",
            "{",
            "{\"a\":1}{}",
            "[1,]",
            "{\"a\":1,\"a\":1}",
            "{'a':1}",
            "nul",
            "NaN",
            "\ufeff{}",
            "{\"a\":\"\u0001\"}",
            "\"\\x\"",
            "01",
            "[".repeat(20_000),
            "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
            "<xml/>");

    /** What an upload of CSV might look like, and how it is answered at once: what is wrong with a line, the import tells later. */
    private static final Map<String, Set<Integer>> TABLES = Map.of(
            "no_such_column\n1\n", Set.of(422),
            "id,id\n1,2\n", Set.of(422),
            "id,version\n1,2\n3\n4,5,6\n\"7\n", Set.of(202),
            "", Set.of(400),
            "\ufeffid\r\n\u0000\r\n", Set.of(202, 422),
            "\"id\n", Set.of(400));

    private final OpenApiContract contract;
    private final Function<String, String> ids;
    private final Random random;
    private final SchemaValues values;
    private final Variants variants;

    /** @param ids one of the resources of a collection such as {@code /api/tasks}, or null where there is none */
    public RequestGenerator(OpenApiContract contract, Random random, Function<String, String> ids) {
        this.contract = contract;
        this.ids = ids;
        this.random = random;
        this.values = new SchemaValues(contract, random, feature -> ids.apply("/api/" + feature));
        this.variants = new Variants(contract, values);
    }

    public GeneratedRequest fitting(Operation operation) {
        return draft(operation, "as documented").request(fits(operation));
    }

    public List<GeneratedRequest> requests(Operation operation) {
        List<GeneratedRequest> requests = new ArrayList<>();
        requests.add(fitting(operation));
        if (operation.bodyExample() != null) {
            Draft example = draft(operation, "the example");
            example.body(operation.bodyExample());
            // One that refers to what is not there is refused as a whole where the batch is all or nothing.
            boolean batch = operation.id().startsWith("batch");
            requests.add(example.request(batch ? fits(operation) : statuses(operation)));
        }
        addCallers(requests, operation);
        addPlaces(requests, operation);
        operation.parameters().forEach(parameter -> addParameter(requests, operation, parameter));
        addQueries(requests, operation);
        addHeaders(requests, operation);
        if (operation.bodyType() != null) {
            addBodies(requests, operation);
        }
        if (operation.takesLines()) {
            addUploads(requests, operation);
        }
        return requests;
    }

    /** What is right may still meet what is not there, or what is in its way; never anything that blames its form. */
    private Set<Integer> fits(Operation operation) {
        Set<Integer> statuses = statuses(operation);
        statuses.addAll(toldInWords(operation));
        return statuses;
    }

    private static Set<Integer> toldInWords(Operation operation) {
        Set<Integer> statuses = new TreeSet<>();
        TOLD_IN_WORDS.forEach((id, refusals) -> statuses.addAll(operation.id().matches(id) ? refusals : Set.of()));
        return statuses;
    }

    /** Where the schema says all. */
    private Set<Integer> statuses(Operation operation) {
        Set<Integer> statuses = operation.statuses();
        statuses.removeIf(status -> status >= 500 && !operation.path().matches("/[a-z]+"));
        statuses.removeAll(FORM_REFUSALS);
        if (!operation.isAnonymous()) {
            statuses.removeAll(Set.of(401, 403, 429));
        }
        boolean refers = operation.bodyType() != null
                && contract.resolved(operation.bodySchema()).toString().contains("x-references");
        if ((operation.method().equals("PATCH") || refers) && operation.documents(422)) {
            // The outcome as a whole may not fit where the patch does; what is referred to may be gone.
            statuses.add(422);
        }
        if (operation.isStream()) {
            statuses.add(400); // Where to begin may be beyond the newest event.
        }
        return statuses;
    }

    private static Set<Integer> anything(Operation operation) {
        Set<Integer> statuses = operation.statuses();
        statuses.removeIf(status -> status >= 500);
        statuses.add(TOO_LONG);
        return statuses;
    }

    /** Of these refusals the documented ones; where none is, whatever is documented. */
    private static Set<Integer> refusals(Operation operation, Integer... expected) {
        Set<Integer> statuses = new TreeSet<>(List.of(expected));
        statuses.retainAll(operation.statuses());
        if (statuses.isEmpty()) {
            return anything(operation);
        }
        if (operation.isAnonymous()) {
            // Where no token is needed, what is sent is one, and what looks like none may just be none.
            operation.statuses().stream().filter(CREDENTIALS::contains).forEach(statuses::add);
        }
        statuses.add(TOO_LONG);
        return statuses;
    }

    private Draft draft(Operation operation, String what) {
        Draft draft = new Draft(operation, what);
        for (JsonNode parameter : operation.parameters()) {
            boolean query = parameter.get("in").asText().equals("query");
            if (query && (parameter.path("required").asBoolean() || random.nextInt(4) == 0) && isTold(parameter)) {
                draft.query(parameter.get("name").asText(), fittingText(parameter));
            }
        }
        draft.ordinaryBody();
        return draft;
    }

    /** Whether its schema says all of what fits, or there is an example. */
    private static boolean isTold(JsonNode parameter) {
        JsonNode schema = parameter.get("schema");
        return parameter.has("example")
                || !schema.path("type").asText().equals("string")
                || schema.has("format")
                || schema.has("enum");
    }

    private String fittingText(JsonNode parameter) {
        return parameter.has("example")
                ? parameter.get("example").asText()
                : values.fitting(parameter.get("schema")).asText();
    }

    private void addCallers(List<GeneratedRequest> requests, Operation operation) {
        Draft bad = draft(operation, "a bad token");
        bad.caller = Who.WITH_A_BAD_TOKEN;
        requests.add(bad.request(refusals(operation, 401)));
        if (operation.isAnonymous()) {
            return;
        }
        Draft nobody = draft(operation, "no token");
        nobody.caller = Who.ANONYMOUS;
        // A batch that is none is refused before anybody is asked whether its items are allowed.
        requests.add(nobody.request(operation.isBatch() ? Set.of(401, 422) : Set.of(401)));
        if (operation.json().has("x-required-roles")) {
            Draft stranger = draft(operation, "no role");
            stranger.caller = Who.WITHOUT_ROLES;
            Set<Integer> statuses = new TreeSet<>(Set.of(403, 404));
            if (operation.isForOwners() || operation.isBatch()) {
                statuses.addAll(fits(operation)); // Everybody may, with what is theirs.
            }
            requests.add(stranger.request(statuses));
        }
    }

    private void addPlaces(List<GeneratedRequest> requests, Operation operation) {
        if (!operation.path().contains("{")) {
            return;
        }
        for (String id : List.of(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                "x",
                "0",
                "%00",
                "..%2F..",
                "%F0%9F%98%80",
                "%27--",
                "a".repeat(3_000),
                "null")) {
            Draft draft = draft(operation, "an unknown id");
            draft.id = id;
            requests.add(draft.request(refusals(operation, 404, 422)));
        }
    }

    private void addParameter(List<GeneratedRequest> requests, Operation operation, JsonNode parameter) {
        String name = parameter.get("name").asText();
        String in = parameter.get("in").asText();
        if (in.equals("query")) {
            for (Variant variant : variants.of(parameter.get("schema"))) {
                String text = variant.value().isTextual()
                        ? variant.value().asText()
                        : variant.value().toString();
                addQuery(requests, operation, parameter, name, text.length() > 2_000 ? text.substring(0, 2_000) : text);
            }
        } else if (in.equals("header")) {
            for (String text : List.of(
                    "",
                    "x",
                    "\"1\"",
                    "*",
                    "W/\"1\"",
                    "-1",
                    "\"",
                    "x".repeat(255),
                    "x".repeat(256),
                    "99999999999999999999")) {
                Draft draft = draft(operation, name + " = " + GeneratedRequest.shown(text));
                draft.header(name, text);
                requests.add(
                        draft.request(isWrong(parameter, text) ? refusals(operation, 400, 412) : anything(operation)));
            }
        }
    }

    private void addQuery(
            List<GeneratedRequest> requests, Operation operation, JsonNode parameter, String name, String text) {
        Draft draft = new Draft(operation, name + " = " + GeneratedRequest.shown(text));
        draft.ordinaryBody();
        draft.query(name, text);
        requests.add(draft.request(isWrong(parameter, text) ? refusals(operation, 400, 422) : anything(operation)));
    }

    private boolean isWrong(JsonNode parameter, String text) {
        JsonNode schema = parameter.get("schema");
        String type = schema.path("type").asText();
        if (type.equals("boolean") && text.matches("true|false")) {
            return false;
        }
        boolean number = type.equals("integer") && text.matches("-?[0-9]{1,30}");
        if (text.isEmpty() && parameter.get("in").asText().equals("header")) {
            return schema.has("minLength"); // A header without a value is as good as none.
        }
        JsonNode value = number
                ? contract.document().numberNode(new java.math.BigInteger(text))
                : contract.document().textNode(text);
        return !contract.faults(schema, value).isEmpty();
    }

    private void addQueries(List<GeneratedRequest> requests, Operation operation) {
        for (String query :
                List.of("no_such_parameter=1", "limit=1&limit=1", "%ff=%fe", "filter=%ff", "filter=" + soup())) {
            Draft draft = new Draft(operation, "the query " + query);
            draft.ordinaryBody();
            draft.query = query;
            boolean wrong = !operation.id().equals(ANY_QUERY)
                    && (!query.startsWith("filter=") || operation.parameters().isEmpty());
            requests.add(draft.request(wrong ? refusals(operation, 400) : anything(operation)));
        }
    }

    /** What might be a filter. */
    private String soup() {
        List<String> tokens = List.of(
                "id",
                "version",
                "name",
                "value",
                "created_at",
                "status",
                "tags",
                "==",
                "!=",
                "=gt=",
                "=in=",
                "=out=",
                "(",
                ")",
                ",",
                ";",
                "*",
                "null",
                "1",
                "-1e9",
                "'a'",
                "\"b\"",
                "2026-01-01",
                "true",
                "%",
                "\\",
                "😀");
        StringBuilder soup = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(9); i++) {
            soup.append(tokens.get(random.nextInt(tokens.size())));
        }
        return URLEncoder.encode(soup.toString(), StandardCharsets.UTF_8);
    }

    private void addHeaders(List<GeneratedRequest> requests, Operation operation) {
        Draft accepting = draft(operation, "accepts images only");
        accepting.header("Accept", "image/png, text/html;q=0.5");
        requests.add(accepting.request(refusals(operation, 406)));
        Draft traced = draft(operation, "a trace of something else");
        traced.header("traceparent", "00-" + "0".repeat(32) + "-x");
        requests.add(traced.request(fits(operation)));
    }

    private void addBodies(List<GeneratedRequest> requests, Operation operation) {
        JsonNode schema = operation.bodySchema();
        for (Variant variant : variants.of(schema)) {
            addBody(requests, operation, variant);
        }
        for (int i = 0; i < MIXTURES; i++) {
            addBody(requests, operation, mixture(schema));
        }
        for (String broken : BROKEN) {
            Draft draft = draft(operation, "no JSON");
            draft.bytes = broken.getBytes(StandardCharsets.UTF_8);
            requests.add(draft.request(refusals(operation, 400)));
        }
        Draft bytes = draft(operation, "no UTF-8");
        bytes.bytes = new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'};
        requests.add(bytes.request(refusals(operation, 400)));
        Draft huge = draft(operation, "huge");
        huge.bytes = ("\"" + "x".repeat(1_100_000) + "\"").getBytes(StandardCharsets.UTF_8);
        requests.add(huge.request(refusals(operation, 413)));
        for (String type : List.of(
                "text/plain", "application/xml", "application/json;charset=utf-16", "multipart/form-data", "json")) {
            Draft draft = draft(operation, "Content-Type " + type);
            draft.type = type;
            requests.add(draft.request(refusals(operation, 415)));
        }
        Draft packed = draft(operation, "said to be compressed");
        packed.header("Content-Encoding", "gzip");
        requests.add(packed.request(refusals(operation, 415)));
    }

    private void addBody(List<GeneratedRequest> requests, Operation operation, Variant variant) {
        Draft draft = draft(operation, variant.what());
        draft.body(variant.value());
        boolean fits = contract.faults(operation.bodySchema(), variant.value()).isEmpty();
        Set<Integer> statuses = fits ? fits(operation) : refusals(operation, 422);
        statuses.addAll(toldInWords(operation));
        if (fits && Portability.isDoubtful(variant.value())) {
            statuses.addAll(refusals(operation, 422));
        }
        if (!fits && hasNull(variant.value())) {
            // As good as absent, says the operation; whether it may be, its schema.
            statuses.addAll(fits(operation));
        }
        requests.add(draft.request(statuses));
    }

    private void addUploads(List<GeneratedRequest> requests, Operation operation) {
        JsonNode schema = lineSchema(operation);
        for (Variant variant : variants.of(schema)) {
            if (random.nextInt(4) == 0) {
                Draft draft = draft(operation, "a line: " + variant.what());
                draft.lines(List.of(values.fitting(schema), variant.value()));
                requests.add(draft.request(fits(operation)));
            }
        }
        for (String broken : BROKEN) {
            Draft draft = draft(operation, "no JSON in a line");
            draft.bytes = (broken + "\n").getBytes(StandardCharsets.UTF_8);
            requests.add(draft.request(fits(operation)));
        }
        TABLES.forEach((table, statuses) -> {
            Draft draft = draft(operation, "a table");
            draft.type = "text/csv";
            draft.bytes = table.getBytes(StandardCharsets.UTF_8);
            requests.add(draft.request(statuses));
        });
        for (String type : List.of("application/json", "text/plain", "application/x-ndjson;charset=utf-16")) {
            Draft draft = draft(operation, "Content-Type " + type);
            draft.type = type;
            requests.add(draft.request(Set.of(415)));
        }
    }

    /** A line of an upload is what could be sent alone. */
    private JsonNode lineSchema(Operation operation) {
        JsonNode create = contract.operation("POST", operation.path().replace("/import", ""));
        return create.at("/requestBody/content").get("application/json").get("schema");
    }

    private static boolean hasNull(JsonNode value) {
        for (JsonNode member : value) {
            if (member.isNull()) {
                return true;
            }
        }
        return false;
    }

    /** Several members are something else at once. */
    private Variant mixture(JsonNode schema) {
        JsonNode whole = values.fitting(schema);
        StringBuilder what = new StringBuilder("mixed:");
        if (whole instanceof ObjectNode object) {
            for (var property : contract.resolved(schema).path("properties").properties()) {
                if (random.nextInt(3) == 0) {
                    List<Variant> all = variants.of(property.getValue());
                    Variant variant = all.get(random.nextInt(all.size()));
                    object.set(property.getKey(), variant.value());
                    what.append(" /").append(property.getKey()).append(' ').append(variant.what());
                }
            }
        }
        return new Variant(what.toString(), whole);
    }

    /** A request in the making. */
    private final class Draft {
        private final Operation operation;
        private final String what;
        private final List<String> headers = new ArrayList<>();
        private Who caller = Who.ADMIN;
        private String id = GeneratedRequest.LIVE;
        private String query = "";
        private String type;
        private byte[] bytes;

        private Draft(Operation operation, String what) {
            this.operation = operation;
            this.what = what;
            this.type = operation.bodyType();
        }

        private void query(String name, String value) {
            query += (query.isEmpty() ? "" : "&") + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        }

        private void header(String name, String value) {
            headers.add(name);
            headers.add(value);
        }

        private void ordinaryBody() {
            if (operation.bodyType() != null) {
                body(values.fitting(operation.bodySchema()));
            } else if (operation.takesLines()) {
                lines(List.of(values.fitting(lineSchema(operation))));
            }
        }

        private void lines(List<JsonNode> lines) {
            type = "application/x-ndjson";
            bytes = lines.stream()
                    .map(line -> new String(written(line), StandardCharsets.UTF_8) + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
        }

        private void body(JsonNode value) {
            nameResources(value);
            bytes = written(value);
        }

        /** That every other item of a batch is about something that is there. */
        private void nameResources(JsonNode value) {
            if (operation.isBatch() && value.isArray()) {
                for (JsonNode item : value) {
                    String there = ids.apply(operation.path().replace("/batch", ""));
                    if (item.path("id").isTextual() && there != null && random.nextBoolean()) {
                        ((ObjectNode) item).put("id", there);
                    }
                }
            }
        }

        private byte[] written(JsonNode value) {
            try {
                return (random.nextBoolean() || Portability.isDoubtful(value) ? ESCAPED : PLAIN)
                        .writeValueAsString(value)
                        .getBytes(StandardCharsets.UTF_8);
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        private GeneratedRequest request(Set<Integer> statuses) {
            if (bytes != null) {
                header("Content-Type", type);
            }
            String place = operation.path().replaceAll("\\{[^}]*\\}", Matcher.quoteReplacement(id));
            return new GeneratedRequest(
                    operation,
                    what,
                    caller,
                    operation.isStream() ? "HEAD" : operation.method(), // A stream has no end to wait for.
                    query.isEmpty() ? place : place + "?" + query,
                    List.copyOf(headers),
                    bytes,
                    statuses);
        }
    }
}
