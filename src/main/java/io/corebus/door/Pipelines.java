package io.corebus.door;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/** Takes handlers out of connections that have no use for them: each would be passed by everything that is written. Vert.x has no setting for these. */
public final class Pipelines {
    private Pipelines() {}

    /** Nobody here sends files piece by piece. */
    public static void withoutFiles(HttpConnection connection) {
        remove(connection, ChunkedWriteHandler.class);
    }

    /** Of what is a WebSocket now: the pings tell better than HTTP's time-out whether somebody is there. */
    public static void withoutTimeout(HttpConnection connection) {
        remove(connection, IdleStateHandler.class);
    }

    private static void remove(HttpConnection connection, Class<? extends ChannelHandler> handler) {
        ChannelPipeline handlers =
                ((HttpServerConnection) connection).channelHandlerContext().pipeline();
        if (handlers.get(handler) != null) {
            handlers.remove(handler);
        }
    }
}
