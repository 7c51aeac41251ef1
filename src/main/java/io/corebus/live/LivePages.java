package io.corebus.live;

import io.corebus.door.Routes;
import io.corebus.door.StaticPages;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The AsyncAPI document, and a page that shows changes as they come. Read once, served from memory. */
final class LivePages {
    /** The stock client of SockJS, see {@code sockjs-client.txt} beside it. */
    static final String SOCKJS = "/live/sockjs.js";

    private LivePages() {}

    static void mount(Routes routes, Features features) {
        new StaticPages(routes, LivePages.class)
                .json("/asyncapi.json", AsyncApiDocument.of(features))
                .html("/live", "live.html")
                .script("/live/live.js", "live.js")
                .style("/live/live.css", "live.css")
                .image("/live/icon.svg", "icon.svg")
                .json("/live/features.json", names(features))
                .script(SOCKJS, "sockjs-client-1.6.1.min.js");
    }

    private static Buffer names(Features features) {
        JsonArray names = new JsonArray();
        features.all().stream().filter(Feature::live).forEach(feature -> names.add(feature.name()));
        return new JsonObject().put("features", names).toBuffer();
    }
}
