package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;

/** How many instances of each room a node runs; each has an event loop of its own while there are enough. */
@Section("instances")
public record InstancesConfig(
        @Setting(value = "1", min = 1, max = 256, doc = "Instances of the storage room.")
        int storage,

        @Setting(value = "1", min = 1, max = 256, doc = "Instances of the access room.")
        int access,

        @Setting(value = "1", min = 1, max = 256, doc = "Instances of the audit room.")
        int audit,

        @Setting(value = "2", min = 1, max = 256, doc = "Instances of the resource room.")
        int resource,

        @Setting(value = "1", min = 1, max = 256, doc = "Instances of the webhook room.")
        int webhook,

        @Setting(
                value = "1",
                min = 1,
                max = 256,
                doc =
                        "Instances of the live door, in a process without the http room; in one with it, as many as that has.")
        int live,

        @Setting(
                value = "1",
                min = 1,
                max = 256,
                doc =
                        "Instances of the mcp door, in a process without the http room; in one with it, as many as that has.")
        int mcp,

        @Setting(value = "2", min = 1, max = 256, doc = "Instances of the HTTP door.")
        int http) {

    /** One for a room without a setting. */
    int of(String room) {
        return switch (room) {
            case "storage" -> storage;
            case "access" -> access;
            case "audit" -> audit;
            case "resource" -> resource;
            case "webhook" -> webhook;
            case "live" -> live;
            case "mcp" -> mcp;
            case "http" -> http;
            default -> 1;
        };
    }
}
