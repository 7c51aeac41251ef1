package io.corebus.extension;

import io.vertx.core.Vertx;
import java.util.List;

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

    /** Resources, as the user may see them; after a commit, without limits. */
    Records records();

    /** Resources as an admin sees them: for what the user may not see, and the logic has to know. Tell the user nothing of it that it must not know. */
    Records allRecords();

    /** To make clients for HTTP, databases and timers with. Does not belong to the logic: never close it. */
    Vertx vertx();
}
