package io.corebus.testing;

import io.corebus.bus.NodeView;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that has started, and remembers where its rooms listen. */
public final class LocalNode implements NodeView {
    private final List<String> urls = new CopyOnWriteArrayList<>();
    private volatile boolean draining;

    /** From now on it is about to stop. */
    public void drain() {
        draining = true;
    }

    /** In the order in which they began to listen. */
    public List<String> urls() {
        return urls;
    }

    /** Of the one that began last. */
    public String url() {
        return urls.get(urls.size() - 1);
    }

    @Override
    public boolean started() {
        return true;
    }

    @Override
    public boolean ready() {
        return !draining;
    }

    @Override
    public List<String> members() {
        return List.of("local");
    }

    @Override
    public List<String> rooms() {
        return List.of();
    }

    @Override
    public Future<String> metrics() {
        return Future.succeededFuture("");
    }

    @Override
    public void listens(String what, String url) {
        urls.add(url);
    }
}
