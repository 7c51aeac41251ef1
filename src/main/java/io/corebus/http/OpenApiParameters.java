package io.corebus.http;

import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.feature.PlatformFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The parameters of requests and the headers of answers. */
final class OpenApiParameters {
    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 50;
    static final int MAX_FILTER_LENGTH = 4_000;
    private static final int MAX_KEY_LENGTH = 255;

    private OpenApiParameters() {}

    /** The shared ones, as components. */
    static ObjectNode components() {
        ObjectNode parameters = object();
        parameters.set("id", id());
        parameters.set("limit", limit());
        parameters.set("cursor", parameter("cursor", "query", string("The `page.next` of the page before.")));
        parameters.set("if-match", ifMatch());
        parameters.set("if-none-match", ifNoneMatch());
        parameters.set("idempotency-key", idempotencyKey());
        parameters.set("traceparent", traceparent());
        return parameters;
    }

    private static ObjectNode id() {
        ObjectNode schema = object().put("type", "string").put("format", "uuid");
        return parameter("id", "path", schema)
                .put("required", true)
                .put("description", "What has no such form is not found.");
    }

    private static ObjectNode limit() {
        ObjectNode schema = object().put("type", "integer").put("minimum", 1).put("maximum", MAX_LIMIT);
        return parameter("limit", "query", schema.put("default", DEFAULT_LIMIT))
                .put("description", "The most rows that a page may have.");
    }

    private static ObjectNode ifMatch() {
        return parameter("If-Match", "header", object().put("type", "string"))
                .put(
                        "description",
                        "Entity tags of the versions that may be changed; `*` for any. Weak tags match nothing. Where it does not hold, nothing is changed.")
                .put("example", "\"3\"");
    }

    private static ObjectNode ifNoneMatch() {
        return parameter("If-None-Match", "header", object().put("type", "string"))
                .put(
                        "description",
                        "Entity tags of the versions that the client has. Where it has the current one, the answer is 304 without a body.")
                .put("example", "\"3\"");
    }

    private static ObjectNode idempotencyKey() {
        ObjectNode schema = object().put("type", "string").put("minLength", 1).put("maxLength", MAX_KEY_LENGTH);
        return parameter("Idempotency-Key", "header", schema.put("pattern", "^[ -~]+$"))
                .put(
                        "description",
                        "Names this change, chosen by the client: a repeat with the same key and content is answered with the first result and done once.")
                .put("example", "8e03978e-40d5-43e8-bc93-6894a57f9324");
    }

    private static ObjectNode traceparent() {
        return parameter("traceparent", "header", object().put("type", "string"))
                .put(
                        "description",
                        "W3C trace context, which the request goes on with. What is malformed is as good as none.")
                .put("example", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    /** The order of a list: every field but those that hold arrays or objects. */
    static ObjectNode sort(Feature feature) {
        List<String> fields = names(feature, field -> field.type() != FieldType.JSON);
        String one = "-?(" + String.join("|", fields) + ")";
        ObjectNode schema = object().put("type", "string").put("pattern", "^" + one + "(," + one + "){0,4}$");
        return parameter("sort", "query", schema)
                .put(
                        "description",
                        "At most five different fields in order of weight, with `-` for descending: " + listed(fields)
                                + ".")
                .put("example", "-updated_at");
    }

    static ObjectNode filter(Feature feature) {
        ObjectNode schema = object().put("type", "string").put("minLength", 1).put("maxLength", MAX_FILTER_LENGTH);
        return parameter("filter", "query", schema)
                .put("description", """
                        A condition in RSQL: comparisons with `==`, `!=`, `=lt=`, `=le=`, `=gt=`, `=ge=`, `=in=(...)`, `=out=(...)`, `=ilike=` and `=iunlike=` for texts whatever their case, `=has=` and `=lacks=` for elements of arrays, joined with `;` for and, `,` for or, \
                        and parentheses. `*` in a text stands for any characters; `null` for a field that is absent, unless the field is text.\
                        """ + " Fields: " + listed(names(feature, field -> true)) + ".")
                .put("example", "version=ge=2;created_at=ge=2026-01-01T00:00:00Z");
    }

    /** With those of the platform. */
    private static List<String> names(Feature feature, Predicate<Field> which) {
        List<String> names = new ArrayList<>(
                feature.fields().stream().filter(which).map(Field::name).toList());
        names.addAll(PlatformFields.NAMES);
        return names;
    }

    static String listed(List<String> names) {
        return "`" + String.join("`, `", names) + "`";
    }

    /** A path, with the parameter that all have. */
    static ObjectNode path(ObjectNode paths, String path) {
        ObjectNode item = paths.putObject(path);
        item.putArray("parameters").add(ref("parameters", "traceparent"));
        return item;
    }

    static ObjectNode parameter(String name, String in, ObjectNode schema) {
        ObjectNode parameter = object().put("name", name).put("in", in);
        parameter.set("schema", schema);
        return parameter;
    }

    /** A parameter that is described by what its schema says. */
    static ObjectNode described(String name, String in, ObjectNode schema) {
        return describe(object().put("name", name).put("in", in), schema);
    }

    private static ObjectNode describe(ObjectNode described, ObjectNode schema) {
        described.set("description", schema.remove("description"));
        return described.set("schema", schema);
    }

    /** The headers of answers, as components. */
    static ObjectNode headers() {
        ObjectNode headers = object();
        headers.set(
                "ETag",
                header(string("The version of the resource, in double quotes.").put("pattern", "^\"[0-9]+\"$")));
        headers.set("Location", header(formatted("uri-reference", "Where the new one is.")));
        headers.set(
                "Link",
                header(
                        string(
                                "Where the next page is, with `rel=\"next\"` (RFC 8288); absent on the last one, and where `page.next` is too long for a header.")));
        headers.set(
                "Retry-After",
                header(integer("Seconds after which another try makes sense.").put("minimum", 1)));
        headers.set(
                "Idempotency-Replayed",
                header(string("Present where this is the first result of a change that had been done before.")
                        .put("const", "true")));
        headers.set("Preference-Applied", header(string("What was done of what the request preferred (RFC 7240).")));
        headers.set(
                "Accept-Patch",
                header(string("Where it was a PATCH: the media types that can be sent there (RFC 5789).")));
        headers.set(
                "Deprecation",
                header(string("Since when this is deprecated: `@` and seconds since 1970 (RFC 9745).")
                        .put("pattern", "^@[0-9]+$")));
        headers.set(
                "Sunset", header(string("When this will be gone, where that is settled: an HTTP date (RFC 8594).")));
        headers.set(
                "WWW-Authenticate",
                header(
                        string(
                                "The scheme, `Bearer`, for a bad token with `error=\"invalid_token\"`, and for one that is not good for this with `error=\"insufficient_scope\"` (RFC 6750).")));
        return headers;
    }

    private static ObjectNode header(ObjectNode schema) {
        return describe(object(), schema);
    }
}
