package io.corebus.http;

import io.corebus.door.Routes;
import io.corebus.door.StaticPages;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The start page, the page that shows the API, the one for administrators, what problems mean, and the page on which the first admin is set up. */
final class Pages {
    private static final List<String> DOCS = List.of("docs.js", "docs-request.js");
    private static final List<String> SHARED = List.of("dom.js", "schema.js", "session.js");

    private Pages() {}

    static void mount(Routes routes, Features features) {
        StaticPages pages = new StaticPages(routes, Pages.class)
                .json("/", Buffer.buffer(index(features).encodePrettily()))
                .html("/docs", "docs.html")
                .style("/docs/docs.css", "docs.css")
                .image("/pages/icon.svg", "pages/icon.svg")
                .style("/pages/base.css", "pages/base.css")
                .html("/setup", "setup.html")
                .script("/setup.js", "setup.js")
                .style("/setup.css", "setup.css");
        DOCS.forEach(file -> pages.script("/docs/" + file, file));
        SHARED.forEach(file -> pages.script("/pages/" + file, "pages/" + file));
        AdminPages.mount(pages);
        ProblemPages.mount(pages);
    }

    private static JsonObject index(Features features) {
        JsonObject paths = new JsonObject();
        for (Feature feature : features.all()) {
            paths.put(feature.name(), "/api/" + feature.name());
        }
        return new JsonObject()
                .put("name", "Corebus")
                .put("features", paths)
                .put("docs", "/docs")
                .put("admin", "/admin")
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
