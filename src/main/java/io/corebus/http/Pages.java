package io.corebus.http;

import io.corebus.door.StaticPages;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** The start page, the OpenAPI document and the page on which the first admin is set up. */
final class Pages {
    private Pages() {}

    static void mount(Router router, Features features, byte[] openApi) {
        new StaticPages(router, Pages.class)
                .json("/", Buffer.buffer(index(features).encodePrettily()))
                .json("/openapi.json", Buffer.buffer(openApi))
                .html("/setup", "setup.html")
                .script("/setup.js", "setup.js")
                .style("/setup.css", "setup.css");
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
}
