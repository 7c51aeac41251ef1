package io.corebus.mcp;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import io.corebus.config.WebAddress;
import io.corebus.config.WebOrigin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of the mcp door. */
@Section("mcp")
public record McpConfig(
        @Setting(
                value = "127.0.0.1",
                doc =
                        "Address to listen on, in a process without the http room; in one with it, that room listens for both.")
        String host,

        @Setting(
                value = "8082",
                min = 0,
                max = 65_535,
                doc = "Port to listen on, in a process without the http room; 0 for any free one.")
        int port,

        @Setting(
                form = WebAddress.class,
                doc =
                        "How agents reach this door, such as https://api.example.com, where that differs from what they send as Host. It is what tokens are asked for.")
        @Nullable
        String publicUrl,

        @Setting(
                form = WebOrigin.class,
                doc =
                        "Origins whose pages may call this door, such as https://app.example.com. Pages of this machine may call it when it listens on it; agents send no origin.")
        List<String> origins,

        @Setting(
                value = "20",
                min = 1,
                max = 100_000,
                doc = "Requests per second that one token may make on one instance, over a longer time.")
        int callsPerSecond,

        @Setting(
                value = "100",
                min = 1,
                max = 1_000_000,
                doc = "Requests that one token may make at once on one instance before it is slowed down.")
        int callsBurst,

        @Setting(
                value = "1000",
                min = 1,
                max = 1_000_000,
                doc = "Subscriptions that one instance holds at a time; more are answered with 503.")
        int maxListeners,

        @Setting(
                value = "false",
                doc =
                        "Serves the fixtures of the public MCP conformance suite instead of the features, to callers on this machine, without a token. For tests only.")
        boolean conformance) {}
