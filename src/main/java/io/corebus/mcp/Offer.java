package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server offers to agents. The protocol - transport, revisions, headers, streams - knows nothing of what is behind this, and what is behind it
 * knows nothing of the protocol. All entries are in the form of revision 2026-07-28; the protocol leaves out what an older one does not know.
 *
 * <p>A future fails with {@link ProtocolFault} where the question itself was wrong (unknown tool, unknown resource, bad cursor), and with {@link
 * io.corebus.bus.FailureException} where a room refused or was away.
 */
interface Offer {
    /** For {@code server/discover} and {@code initialize}: how to use all this. */
    String instructions();

    /** The entries of {@code tools/list} that the caller may use, in an order that does not change. */
    Future<List<ObjectNode>> tools(Caller caller);

    /** A fault of the tool is an {@link Outcome}, too; only an unknown tool fails. */
    Future<Outcome> call(ToolCall call);

    /**
     * A call that was not made, because what came with it as its user's answer cannot be taken as one.
     *
     * @param why one word, for whoever looks later at what was tried
     */
    default Future<Void> refused(ToolCall call, String why) {
        return Future.succeededFuture();
    }

    /** One page of {@code resources/list}. */
    Future<Page> resources(@Nullable String cursor, Caller caller);

    /** The entries of {@code resources/templates/list}. */
    List<ObjectNode> resourceTemplates();

    /** The entries of {@code contents} of {@code resources/read}. */
    Future<List<ObjectNode>> read(String uri, Caller caller);

    /**
     * Follows changes of resources and of the lists, for those the caller may read: refused ones fail it. The watch ends itself through {@link Watcher#ended}.
     *
     * @param uris resources to follow; empty: none
     * @param lists {@code tools}, {@code resources}, {@code prompts}: lists to follow
     */
    Future<Watch> watch(Set<String> uris, Set<String> lists, Caller caller, Watcher watcher);

    /** The entries of {@code prompts/list}. */
    Future<List<ObjectNode>> prompts(Caller caller);

    /** The result of {@code prompts/get}. */
    Future<ObjectNode> prompt(String name, ObjectNode arguments, Caller caller);

    /** The result of {@code completion/complete}, at most 100 values. */
    Future<ObjectNode> complete(ObjectNode reference, ObjectNode argument, ObjectNode context, Caller caller);

    /** It is not asked any more, and follows nothing. */
    default void close() {}

    /** @param next null on the last page */
    record Page(List<ObjectNode> entries, @Nullable String next) {}

    /** Who gets what a watch sees. Called on the event loop that began it. */
    interface Watcher {
        /** Several changes that come close together may be told once. */
        void updated(String uri);

        void listChanged(String list);

        /** Nothing will follow: the right is gone, or too much happened. */
        void ended(String reason);

        /** Nothing will follow: something is wrong here. */
        void failed();
    }

    /** A watch that goes on until it is closed. When something about its user has changed it is silent: then another one has to take its place. */
    interface Watch {
        void close();

        /** Ends this one. What it has not told is looked at by the other, with the rights that this has. */
        default void handTo(Watch next) {
            close();
        }
    }
}
