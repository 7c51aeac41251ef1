package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiJson.texts;
import static io.corebus.http.OpenApiParameters.described;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.Search;
import java.util.ArrayList;
import java.util.List;

/** What can be asked of a list beside its order and its filter, and the same as a body; as {@link ListRoutes} and {@link QueryBody} take it. */
final class OpenApiQueries {
    private static final int MAX_SEARCH_LENGTH = 200;
    private static final String TOO_SLOW_MEANS =
            "`query-too-slow`: it took longer than the setting `storage.query-timeout` allows.";
    private static final String TOO_LARGE_MEANS =
            " `expansion-too-large`: what the references lead to has more than 16 MiB; ask for a shorter page.";

    static final OpenApiRefusal TOO_SLOW = new OpenApiRefusal(tooSlow(), TOO_SLOW_MEANS);

    static final OpenApiRefusal TOO_MUCH = new OpenApiRefusal(tooSlow(), TOO_SLOW_MEANS + TOO_LARGE_MEANS);

    static final OpenApiRefusal FORM_OR_TOO_MUCH = new OpenApiRefusal(
            tooSlow(),
            "`validation`: the body is not what it should be; `errors` has every fault. " + TOO_SLOW_MEANS
                    + TOO_LARGE_MEANS);

    static final OpenApiRefusal BODY = new OpenApiRefusal(
            new Failure("bad-query", 400, "limit must be between 1 and 1000, not 0."),
            "`malformed-json`: the body is not one JSON text in UTF-8. `bad-query`: what is asked is not as documented here. `bad-cursor`: the cursor is none of this list. `unknown-parameter`: there are no query parameters here.");

    private OpenApiQueries() {}

    private static Failure tooSlow() {
        return new Failure(
                "query-too-slow",
                422,
                "This takes too long. Ask for less, or filter and sort by fields that the descriptor has under storage.index.");
    }

    /** The query parameters of a list, besides {@code limit}, {@code cursor}, {@code sort} and {@code filter}. */
    static List<ObjectNode> parameters(Feature feature) {
        List<ObjectNode> parameters = new ArrayList<>();
        for (ObjectNode schema : members(feature)) {
            String name = schema.remove("name").asText();
            parameters.add(described(name, "query", schema));
        }
        return parameters;
    }

    /** Those of them that have a meaning for all resources at once. */
    static List<ObjectNode> parametersOfAll(Feature feature) {
        return parameters(feature).stream()
                .filter(parameter ->
                        List.of("q", "fields").contains(parameter.path("name").asText()))
                .toList();
    }

    private static List<ObjectNode> members(Feature feature) {
        List<ObjectNode> members = new ArrayList<>();
        if (Search.of(feature) != null) {
            members.add(search().put("name", "q"));
        }
        members.add(fields(feature).put("name", "fields"));
        List<String> references = references(feature);
        if (!references.isEmpty()) {
            members.add(expand(references).put("name", "expand"));
        }
        members.add(count().put("name", "count"));
        return members;
    }

    private static ObjectNode search() {
        return string("Words that must all be found, in any order, the last one as the beginning of a word.")
                .put("minLength", 1)
                .put("maxLength", MAX_SEARCH_LENGTH);
    }

    private static ObjectNode fields(Feature feature) {
        List<String> names = new ArrayList<>(PlatformFields.NAMES);
        feature.fields().forEach(field -> names.add(field.name()));
        String field = "(" + String.join("|", names) + ")";
        return string("The fields that the resources shall have besides their id, each once: "
                        + OpenApiParameters.listed(names) + ".")
                .put("pattern", "^" + field + "(," + field + ")*$")
                .set("examples", texts(List.of("version,updated_at")));
    }

    private static ObjectNode expand(List<String> references) {
        String path = "(" + String.join("|", references) + ")(\\.[a-z][a-z0-9_]*)?";
        return string(
                        "At most five references to follow, over at most two levels. What is found, and may be read, is in `included`. From these fields: "
                                + OpenApiParameters.listed(references) + ".")
                .put("pattern", "^" + path + "(," + path + "){0,4}$")
                .set("examples", texts(List.of(references.get(0))));
    }

    private static ObjectNode count() {
        return oneOf(
                "Whether to tell how many there are on all pages: `exact` takes the longer the more there are, `estimated` does not.",
                "exact",
                "estimated");
    }

    private static List<String> references(Feature feature) {
        return feature.fields().stream()
                .filter(field -> field.references() != null)
                .map(Field::name)
                .toList();
    }

    /** A resource of which some fields may have been left out. */
    static ObjectNode row(ObjectNode resource) {
        ObjectNode row = resource.deepCopy();
        row.put("description", "A resource in a list: with `fields`, what was asked for.");
        row.set("required", texts(List.of("id")));
        return row;
    }

    static ObjectNode page(Feature feature, ObjectNode row) {
        ObjectNode next = object();
        next.set("type", texts(List.of("string", "null")));
        next.put("description", "The `cursor` of the next page; null on the last one.");
        ObjectNode page = new OpenApiObject("Where to go on.")
                .required("next", next)
                .optional(
                        "count",
                        integer("How many there are on all pages, where that was asked.")
                                .put("format", "int64")
                                .put("minimum", 0))
                .optional(
                        "count_exact",
                        object().put("type", "boolean").put("description", "Whether they were counted, or estimated."))
                .closed();
        OpenApiObject schema = new OpenApiObject("A page of " + feature.name() + ".").required("data", arrayOf(row));
        if (!references(feature).isEmpty()) {
            schema.optional("included", included());
        }
        return schema.required("page", page).closed();
    }

    private static ObjectNode included() {
        ObjectNode resources = object().put("type", "object");
        resources.set("additionalProperties", object().put("type", "object"));
        ObjectNode features = object().put("type", "object");
        features.put("description", "What `expand` led to: the name of a feature, then the id of a resource.");
        features.set("additionalProperties", resources);
        return features;
    }

    /** The body of a query. */
    static ObjectNode body(Feature feature) {
        OpenApiObject body = new OpenApiObject("What is asked of a list; see the parameters of the list.")
                .optional("filter", filter(feature))
                .optional("sort", severally(OpenApiParameters.sort(feature)))
                .optional(
                        "limit",
                        integer("The most rows that a page may have.")
                                .put("minimum", 1)
                                .put("maximum", 1_000))
                .optional("cursor", string("The `page.next` of the page before."));
        for (ObjectNode member : members(feature)) {
            String name = member.remove("name").asText();
            boolean several = name.equals("fields") || name.equals("expand");
            body.optional(name, several ? either(member) : member);
        }
        return body.closed();
    }

    private static ObjectNode filter(Feature feature) {
        ObjectNode filter = object().put("description", "A condition in RSQL, or as a tree.");
        filter.putArray("anyOf")
                .add(OpenApiParameters.filter(feature).get("schema"))
                .add(ref("schemas", "Condition"));
        return filter;
    }

    private static ObjectNode severally(ObjectNode parameter) {
        ObjectNode text = (ObjectNode) parameter.get("schema");
        text.putArray("examples").add(parameter.path("example"));
        return either(text.put("description", parameter.path("description").asText()));
    }

    /** One text with commas, or a list of texts without. */
    private static ObjectNode either(ObjectNode text) {
        ObjectNode both = object().put("description", text.remove("description").asText());
        ObjectNode part = object().put("type", "string").put("pattern", "^[^,]+$");
        part.putArray("examples").add(text.at("/examples/0").asText().replaceAll(",.*", ""));
        ObjectNode list = arrayOf(part);
        both.putArray("anyOf").add(text).add(list.put("minItems", 1));
        return both;
    }

    static ObjectNode condition() {
        ObjectNode parts = arrayOf(object().put("type", "object").put("description", "A condition again."))
                .put("minItems", 1);
        ObjectNode operators = object().put("type", "string");
        operators.set(
                "enum",
                texts(List.of(
                        "eq", "ne", "lt", "le", "gt", "ge", "in", "out", "like", "unlike", "ilike", "iunlike", "has",
                        "lacks")));
        ObjectNode value = object().put(
                        "description",
                        "For `in` and `out` a list; for `like` and `unlike` a text with `*` for any characters, for `ilike` and `iunlike` one whatever its case; for `has` and `lacks` an element of an array; null with `eq` and `ne` for a field that is absent.");
        ObjectNode condition = object().put("description", "A filter as a tree, at most 20 levels deep.");
        condition
                .putArray("anyOf")
                .add(new OpenApiObject("All hold.").required("and", parts).closed())
                .add(new OpenApiObject("One holds.")
                        .required("or", parts.deepCopy())
                        .closed())
                .add(new OpenApiObject("A comparison.")
                        .required("field", string("The name of a field."))
                        .required("op", operators)
                        .required("value", value)
                        .closed());
        return condition;
    }

    static ObjectNode example() {
        ObjectNode example = object();
        example.putObject("filter").put("field", "version").put("op", "ge").put("value", 2);
        example.putArray("sort").add("-updated_at");
        return example.put("limit", 20);
    }
}
