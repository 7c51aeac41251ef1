package io.corebus.http;

import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The start page, the OpenAPI document and the page on which the first admin is set up. Read once, served from memory. */
final class Pages {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Pages() {}

    static void mount(Router router, Features features, byte[] openApi) {
        serve(router, "/", "application/json", Buffer.buffer(index(features).encodePrettily()));
        serve(router, "/openapi.json", "application/json", Buffer.buffer(openApi));
        serve(router, "/setup", "text/html; charset=utf-8", resource("setup.html"));
        serve(router, "/setup.js", "text/javascript; charset=utf-8", resource("setup.js"));
        serve(router, "/setup.css", "text/css; charset=utf-8", resource("setup.css"));
    }

    private static void serve(Router router, String path, String type, Buffer content) {
        router.get(path).handler(routing -> headers(routing.response(), type).end(content));
    }

    private static HttpServerResponse headers(HttpServerResponse response, String type) {
        return response.putHeader("content-type", type)
                .putHeader("content-security-policy", POLICY)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cache-control", "no-cache");
    }

    private static JsonObject index(Features features) {
        JsonObject paths = new JsonObject();
        for (Feature feature : features.all()) {
            paths.put(feature.name(), "/api/" + feature.name());
        }
        return new JsonObject()
                .put("name", "Corebus")
                .put("features", paths)
                .put("openapi", "/openapi.json")
                .put("sign_in", "/api/auth/login")
                .put(
                        "health",
                        new JsonArray()
                                .add("/livez")
                                .add("/readyz")
                                .add("/startupz")
                                .add("/health"))
                .put("metrics", "/metrics");
    }

    private static Buffer resource(String name) {
        try (InputStream stream = Pages.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return Buffer.buffer(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
