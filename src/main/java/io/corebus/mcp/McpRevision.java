package io.corebus.mcp;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of the protocol that are spoken here. From 2026-07-28 on every request says all that is needed to answer it; the ones before begin with
 * {@code initialize}, after which nothing has to be remembered, because no session is opened.
 */
enum McpRevision {
    V2026_07_28("2026-07-28"),
    V2025_11_25("2025-11-25"),
    V2025_06_18("2025-06-18"),
    V2025_03_26("2025-03-26");

    /** The newest one that begins with {@code initialize}. */
    static final McpRevision NEWEST_INITIALIZED = V2025_11_25;
    /** Spoken by who sends no {@code MCP-Protocol-Version}. */
    static final McpRevision WITHOUT_HEADER = V2025_03_26;

    /** Newest first. */
    static final List<McpRevision> ALL = List.of(values());

    private static final Map<String, McpRevision> BY_DATE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(McpRevision::date, Function.identity()));

    private final String date;

    McpRevision(String date) {
        this.date = date;
    }

    String date() {
        return date;
    }

    /** Whether each request describes itself, in {@code _meta} and in headers. */
    boolean isStateless() {
        return this == V2026_07_28;
    }

    /** Null where it is not spoken here. */
    static @Nullable McpRevision find(String date) {
        return BY_DATE.get(date);
    }
}
