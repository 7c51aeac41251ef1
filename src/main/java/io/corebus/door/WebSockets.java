package io.corebus.door;

import io.vertx.core.http.HttpServerOptions;

/** How WebSockets are bounded, on whichever server they come in: that has to be said when the server is made. */
public final class WebSockets {
    /** Largest message taken from a client, in bytes; frames that are sent are cut to this size, too. */
    public static final int MAX_MESSAGE = 65_536;

    private static final int CLOSING_SECONDS = 5;

    private WebSockets() {}

    /** Without compression: it would be done again for each of the many who get the same message. */
    public static HttpServerOptions bounded(HttpServerOptions options) {
        return options.setMaxWebSocketFrameSize(MAX_MESSAGE)
                .setMaxWebSocketMessageSize(MAX_MESSAGE)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_SECONDS);
    }
}
