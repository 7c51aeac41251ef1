package io.corebus.bus;

import io.vertx.core.Future;
import java.util.List;

/** What a room may know of, and tell, the node it runs on. Never blocks. */
public interface NodeView {
    /** Whether all rooms of this node have been deployed once: start-up is over. */
    boolean started();

    /** Whether this node takes work: it has started and is not about to stop. */
    boolean ready();

    /** {@code host:port} of every node of the cluster; of this one alone where it is not clustered. */
    List<String> members();

    /** The names of the rooms that answer for their health, wherever in the cluster they run. */
    List<String> rooms();

    /** The metrics of this node in the text format of Prometheus. */
    Future<String> metrics();

    /**
     * A room tells where it can be reached, for the banner: called when it listens.
     *
     * @param what for example {@code http}
     * @param url for example {@code http://127.0.0.1:8080}
     */
    void listens(String what, String url);
}
