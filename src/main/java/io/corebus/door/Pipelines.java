package io.corebus.door;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.util.concurrent.TimeUnit;

/** Fits connections to what is sent here: everything that is written passes what stands in their pipelines. Vert.x has no setting for these. */
public final class Pipelines {
    /** As Vert.x names it. */
    private static final String IDLE = "idle";

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

    /** The same for a while. @return what gives it its time-out back, on its event loop */
    public static Runnable pauseTimeout(HttpConnection connection) {
        ChannelPipeline handlers = handlers(connection);
        IdleStateHandler paused = handlers.get(IdleStateHandler.class);
        if (paused == null) {
            return () -> {};
        }
        handlers.remove(paused);
        return () -> {
            if (handlers.get(IdleStateHandler.class) == null && handlers.get(VertxHandler.class) != null) {
                String last = handlers.context(VertxHandler.class).name();
                handlers.addBefore(
                        last,
                        IDLE,
                        new IdleStateHandler(
                                paused.getReaderIdleTimeInMillis(),
                                paused.getWriterIdleTimeInMillis(),
                                paused.getAllIdleTimeInMillis(),
                                TimeUnit.MILLISECONDS));
            }
        };
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
