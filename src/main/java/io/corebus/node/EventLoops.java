package io.corebus.node;

import io.corebus.node.NetworkConfig.Transport;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import org.jspecify.annotations.Nullable;

/** What the event loops of a node wait with; see {@code docs/decisions/0017-native-transport.md}. */
final class EventLoops {
    private EventLoops() {}

    /** Fails where what was asked for by name cannot be had: whoever asks for it wants to know. */
    static void require(Transport transport) throws StartFailure {
        if (transport == Transport.IO_URING) {
            ioUring();
        }
    }

    /** Fails as {@link #require} does. */
    static VertxBuilder with(VertxBuilder builder, VertxOptions options, Transport transport) throws StartFailure {
        return switch (transport) {
            case AUTO -> builder.with(options.setPreferNativeTransport(true));
            case NIO -> builder.with(options);
            case IO_URING -> builder.with(options).withTransport(ioUring());
        };
    }

    private static io.vertx.core.transport.Transport ioUring() throws StartFailure {
        io.vertx.core.transport.Transport ioUring = io.vertx.core.transport.Transport.IO_URING;
        if (ioUring != null && ioUring.available()) {
            return ioUring;
        }
        throw unavailable(ioUring == null ? null : ioUring.unavailabilityCause());
    }

    private static StartFailure unavailable(@Nullable Throwable cause) {
        Throwable innermost = cause;
        while (innermost != null && innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String reason = innermost == null ? "this is no Linux" : String.valueOf(innermost.getMessage());
        String sentence = "network.transport is io-uring, which cannot be had here: " + reason
                + ". It takes Linux 5.9 or newer, and both kernel.io_uring_disabled and the seccomp profile of a container"
                + " have to allow it. With network.transport=auto a node takes epoll.";
        return cause == null ? new StartFailure(sentence) : new StartFailure(sentence, cause);
    }
}
