package io.corebus.live;

import io.corebus.config.DataSize;
import io.corebus.config.Section;
import io.corebus.config.Setting;
import io.corebus.config.WebOrigin;
import java.util.List;

/** Settings of the live door. */
@Section("live")
public record LiveConfig(
        @Setting(
                value = "127.0.0.1",
                doc =
                        "Address to listen on, in a process without the http room; in one with it, that room listens for both.")
        String host,

        @Setting(
                value = "8081",
                min = 0,
                max = 65_535,
                doc = "Port to listen on, in a process without the http room; 0 for any free one.")
        int port,

        @Setting(
                form = WebOrigin.class,
                doc =
                        "Origins whose pages may connect, such as https://app.example.com, beside the one that the page was loaded from.")
        List<String> origins,

        @Setting(
                value = "10000",
                min = 1,
                max = 1_000_000,
                doc = "Connections that one instance holds at a time; more are answered with 503.")
        int maxConnections,

        @Setting(
                value = "50",
                min = 1,
                max = 10_000,
                doc = "Features that one SockJS connection may be subscribed to at a time.")
        int maxSubscriptions,

        @Setting(
                value = "1000",
                min = 1,
                max = 1_000_000,
                doc = "Newest events of each feature that every instance keeps in memory for clients that resume.")
        int ringEvents,

        @Setting(
                value = "8MiB",
                min = 1_024,
                max = 1_073_741_824,
                doc = "Most memory for the newest events of one feature.")
        DataSize ringSize,

        @Setting(
                value = "1MiB",
                min = 1_024,
                max = 1_073_741_824,
                doc =
                        "What may wait for a client that reads slowly; one that does not read on is cut then, and can resume.")
        DataSize maxPending) {}
