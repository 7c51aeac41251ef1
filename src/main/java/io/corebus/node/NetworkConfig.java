package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;

/** How a node talks to the network. */
@Section("network")
public record NetworkConfig(
        @Setting(
                value = "auto",
                doc =
                        "What the event loops wait with: `auto` (epoll on Linux, Java NIO elsewhere), `io-uring` (Linux; takes less processor time, and many containers forbid it) or `nio`. Where `io-uring` cannot be had, the node does not start.")
        Transport transport) {
    public enum Transport {
        AUTO,
        IO_URING,
        NIO
    }
}
