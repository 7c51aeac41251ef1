package io.corebus.door;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/** Fits connections to what is sent here: everything that is written passes what stands in their pipelines. Vert.x has no setting for these. */
public final class Pipelines {
    private Pipelines() {}

    /** Nobody here sends files piece by piece, and most answers are short. */
    static void forAnswers(HttpConnection connection) {
        ChannelPipeline handlers = handlers(connection);
        remove(handlers, ChunkedWriteHandler.class);
        if (handlers.get(HttpContentCompressor.class) != null) {
            handlers.replace(HttpContentCompressor.class, "deflater", new AnswerCompressor());
        }
    }

    /**
     * Of what is a WebSocket or a stream now: what is sent again and again tells better than HTTP's time-out whether somebody is there. Only over HTTP/1.1, where
     * nothing else uses the connection; it has to be closed at the end.
     */
    public static void withoutTimeout(HttpConnection connection) {
        remove(handlers(connection), IdleStateHandler.class);
    }

    private static ChannelPipeline handlers(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    }

    private static void remove(ChannelPipeline handlers, Class<? extends ChannelHandler> handler) {
        if (handlers.get(handler) != null) {
            handlers.remove(handler);
        }
    }
}
