package io.corebus.mcp;

import io.corebus.bus.PerProcess;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clients without sessions have in work in this process, so that they can cancel it. Without a session the numbers of two clients of one token may be the
 * same: then neither is cancelled, because nothing is better than the wrong one. (From 2026-07-28 on a client cancels by hanging up.)
 */
final class McpCalls implements Shareable {
    private final Map<String, Set<McpReply>> inWork = new ConcurrentHashMap<>();

    /** The one of this process. */
    static McpCalls of(Vertx vertx) {
        return PerProcess.of(vertx, McpCalls.class, McpCalls::new);
    }

    void began(McpRequest request) {
        if (!request.revision().isStateless()) {
            inWork.computeIfAbsent(key(request), key -> ConcurrentHashMap.newKeySet())
                    .add(request.reply());
        }
    }

    void ended(McpRequest request) {
        if (!request.revision().isStateless()) {
            inWork.computeIfPresent(key(request), (key, replies) -> without(replies, request.reply()));
        }
    }

    @SuppressWarnings("NullAway") // Null takes the entry out of the map.
    private static Set<McpReply> without(Set<McpReply> replies, McpReply ended) {
        replies.remove(ended);
        return replies.isEmpty() ? null : replies;
    }

    /** @param id of the request, as it was sent */
    void cancel(Shown shown, String id) {
        Set<McpReply> replies = inWork.getOrDefault(key(shown, id), Set.of());
        if (replies.size() == 1) {
            replies.forEach(McpReply::abandon);
        }
    }

    private static String key(McpRequest request) {
        return key(request.shown(), request.id().toString());
    }

    private static String key(Shown shown, String id) {
        var identity = shown.identity();
        return (identity == null ? "" : identity.tokenId()) + " " + id;
    }
}
