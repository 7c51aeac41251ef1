package io.corebus.extension;

import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks, and what else can be used. */
public interface LogicContext {

    /** Id of the user on whose behalf it happens; {@code system} after a commit. */
    String user();

    /** The roles that user has. */
    List<String> roles();

    /** The door through which it came: {@code http}, {@code mcp}, {@code live}, {@code system}. */
    String via();

    /** W3C {@code traceparent} of the request: to be sent along to other services. */
    String trace();

    /** Nothing is going to be written: the caller wants to know what would come of it. */
    boolean dryRun();

    /**
     * Tells how far an action is that is done as a job: {@code GET /api/jobs/{id}} shows what was told last, within some two seconds. It costs next to nothing, may be
     * called as often as one likes and from any thread, and never fails. Elsewhere, and in a dry run, it does nothing.
     *
     * @param done how much is done, in units of the logic's own; below 0 counts as 0
     * @param total how much there is, in the same units; 0 or less: nobody knows
     * @param text what it is at, for people: whoever may see the job reads it. Cut after 200 characters; null: nothing
     */
    default void progress(long done, long total, @Nullable String text) {}

    /** {@link #progress(long, long, String)} without a text. */
    default void progress(long done, long total) {
        progress(done, total, null);
    }

    /**
     * Whether nobody waits any more for this action, because its time is over, its job was cancelled, or the node is about to stop: nothing of it is going to be written. A
     * thread that blocks is interrupted then; what goes on in futures has to look here.
     */
    default boolean cancelled() {
        return false;
    }

    /** Resources, as the user may see them; after a commit, without limits. */
    Records records();

    /** Resources as an admin sees them: for what the user may not see, and the logic has to know. Tell the user nothing of it that it must not know. */
    Records allRecords();

    /** To make clients for HTTP, databases and timers with. Does not belong to the logic: never close it. */
    Vertx vertx();
}
