package io.corebus.http;

import static io.corebus.http.OpenApiJson.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.feature.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /openapi.json}: what this door serves, in OpenAPI 3.1. Made once at the start; the same features make the same bytes. */
final class OpenApiDocument {
    private static final String DESCRIPTION = """
            Every refusal is a problem (RFC 9457) with a stable `code`. With an `Idempotency-Key`, a change can be repeated and is done once; with \
            `If-Match`, it is done only where nobody else was faster. Unknown query parameters are refused. Where there is GET under `/api`, there is HEAD.

            A request that reaches no operation is answered with 404 (`no-such-path`), 405 (`method-not-allowed`, with `Allow`), or, where it is not \
            well-formed or too long, with 400, 414 or 431.\
            """;

    private OpenApiDocument() {}

    /** @param publicUrl how clients reach this node; null: the address from which they got the document */
    static byte[] of(Features features, @Nullable String publicUrl) {
        List<OpenApiSchemas> schemas = schemas(features);
        ObjectNode document = object().put("openapi", "3.1.0");
        document.set("info", info());
        document.putArray("servers").addObject().put("url", publicUrl == null ? "/" : withoutSlash(publicUrl));
        document.putArray("security").addObject().putArray("bearer");
        document.set("tags", tags(features));
        document.set("paths", paths(schemas));
        document.set("components", components(schemas));
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<OpenApiSchemas> schemas(Features features) {
        OpenApiNames names =
                new OpenApiNames(features.all().stream().map(Feature::name).toList());
        List<OpenApiSchemas> schemas = new ArrayList<>();
        features.all().forEach(feature -> schemas.add(new OpenApiSchemas(feature, names.of(feature.name()))));
        return schemas;
    }

    private static ObjectNode info() {
        String version = OpenApiDocument.class.getPackage().getImplementationVersion();
        return object().put("title", "Corebus")
                .put("version", version == null ? "dev" : version)
                .put("description", DESCRIPTION);
    }

    /** Paths begin with a slash: one is enough. */
    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static ArrayNode tags(Features features) {
        ArrayNode tags = object().arrayNode();
        for (Feature feature : features.all()) {
            String text =
                    feature.description().isBlank() ? feature.title() : feature.title() + ": " + feature.description();
            tags.addObject().put("name", feature.name()).put("description", text);
        }
        tag(tags, OpenApiAccountPaths.SIGN_IN_TAG, "Getting tokens and giving them back.");
        tag(tags, OpenApiAccountPaths.USERS_TAG, "Who may sign in, and with which roles.");
        tag(tags, OpenApiAuditPaths.TAG, "Who did what, sealed so that it proves itself.");
        tag(tags, OpenApiImports.TAG, "Uploads of many resources, and how far they are.");
        tag(tags, OpenApiJobs.TAG, "Named actions with many resources, and how far they are.");
        tag(tags, OpenApiWebhookPaths.TAG, "Changes sent to servers of others, signed, at least once.");
        tag(
                tags,
                OpenApiControlPaths.TAG,
                "Features switched off, kept from changes or served to some, while they run.");
        tag(tags, OpenApiManagementPaths.TAG, "For operators: on the management port where there is one, else here.");
        return tags;
    }

    private static void tag(ArrayNode tags, String name, String description) {
        tags.addObject().put("name", name).put("description", description);
    }

    private static ObjectNode paths(List<OpenApiSchemas> schemas) {
        Set<String> referredTo = referredTo(schemas);
        ObjectNode paths = object();
        for (OpenApiSchemas ofFeature : schemas) {
            boolean kept = referredTo.contains(ofFeature.feature().name());
            new OpenApiFeaturePaths(ofFeature, kept).addTo(paths);
        }
        OpenApiAccountPaths.addTo(paths);
        OpenApiRightsPaths.addTo(paths);
        OpenApiAuditPaths.addTo(paths);
        OpenApiImports.addTo(paths);
        OpenApiJobs.addTo(paths);
        OpenApiWebhookPaths.addTo(paths);
        OpenApiControlPaths.addTo(paths);
        OpenApiManagementPaths.addTo(paths);
        return paths;
    }

    private static Set<String> referredTo(List<OpenApiSchemas> schemas) {
        return schemas.stream()
                .flatMap(ofFeature -> ofFeature.feature().fields().stream())
                .map(Field::references)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static ObjectNode components(List<OpenApiSchemas> ofFeatures) {
        ObjectNode components = object();
        ObjectNode schemas = components.putObject("schemas");
        ofFeatures.forEach(ofFeature -> ofFeature.addTo(schemas));
        schemas.set("Problem", OpenApiProblem.schema());
        schemas.set("Condition", OpenApiQueries.condition());
        schemas.set("JsonPatch", OpenApiJsonPatch.schema());
        schemas.set("Restoration", OpenApiHistory.restoration());
        OpenApiAccountSchemas.addTo(schemas);
        OpenApiRightsPaths.addSchemas(schemas);
        OpenApiAuditSchemas.addTo(schemas);
        OpenApiImports.addSchemas(schemas);
        OpenApiJobs.addSchemas(schemas);
        OpenApiWebhookSchemas.addTo(schemas);
        OpenApiControlPaths.addSchemas(schemas);
        OpenApiManagementPaths.addSchemas(schemas);
        components.set("responses", OpenApiProblem.responses());
        components.set("parameters", OpenApiParameters.components());
        components.set("headers", OpenApiParameters.headers());
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.set(OpenApiEventPaths.QUERY_TOKEN, OpenApiEventPaths.queryToken());
        schemes.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "The `access_token` of a sign-in.");
        return components;
    }
}
