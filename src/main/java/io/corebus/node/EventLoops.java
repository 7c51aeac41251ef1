package io.corebus.node;

import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** What the event loops of a node wait with; see {@code docs/decisions/0017-native-transport.md}. */
final class EventLoops {
    private final boolean preferNative;
    private final @Nullable Transport named;

    private EventLoops(boolean preferNative, @Nullable Transport named) {
        this.preferNative = preferNative;
        this.named = named;
    }

    /** Fails where what was asked for by name cannot be had: whoever asks for it wants to know. */
    static EventLoops of(NetworkConfig network) throws StartFailure {
        return switch (network.transport()) {
            case AUTO -> new EventLoops(true, null);
            case NIO -> new EventLoops(false, null);
            case IO_URING -> new EventLoops(false, ioUring());
        };
    }

    VertxBuilder apply(VertxBuilder builder, VertxOptions options) {
        VertxBuilder either = builder.with(options.setPreferNativeTransport(preferNative));
        return named == null ? either : either.withTransport(named);
    }

    private static Transport ioUring() throws StartFailure {
        Transport ioUring = Transport.IO_URING;
        if (ioUring != null && ioUring.available()) {
            return ioUring;
        }
        throw unavailable(ioUring == null ? null : ioUring.unavailabilityCause());
    }

    private static StartFailure unavailable(@Nullable Throwable cause) {
        String reason = cause == null ? "this is no Linux" : Failures.text(cause);
        String sentence = "network.transport is io-uring, which cannot be had here: " + reason
                + ". It takes Linux 5.9 or newer, and both kernel.io_uring_disabled and the seccomp profile of a container"
                + " have to allow it. With network.transport=auto a node takes epoll.";
        return cause == null ? new StartFailure(sentence) : new StartFailure(sentence, cause);
    }
}
