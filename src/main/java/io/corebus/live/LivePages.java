package io.corebus.live;

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

/** The AsyncAPI document, and a page that shows changes as they come. Read once, served from memory. */
final class LivePages {
    /** The stock client of SockJS, see {@code sockjs-client.txt} beside it. */
    static final String SOCKJS = "/live/sockjs.js";

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private LivePages() {}

    static void mount(Router router, Features features) {
        serve(router, "/asyncapi.json", "application/json", AsyncApiDocument.of(features));
        serve(router, "/live", "text/html; charset=utf-8", resource("live.html"));
        serve(router, "/live/live.js", "text/javascript; charset=utf-8", resource("live.js"));
        serve(router, "/live/live.css", "text/css; charset=utf-8", resource("live.css"));
        serve(router, "/live/features.json", "application/json", names(features));
        serve(router, SOCKJS, "text/javascript; charset=utf-8", resource("sockjs-client-1.6.1.min.js"));
    }

    private static Buffer names(Features features) {
        JsonArray names = new JsonArray();
        features.all().stream().filter(Feature::live).forEach(feature -> names.add(feature.name()));
        return new JsonObject().put("features", names).toBuffer();
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

    private static Buffer resource(String name) {
        try (InputStream stream = LivePages.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return Buffer.buffer(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
