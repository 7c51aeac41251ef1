package io.corebus.config;

import org.jspecify.annotations.Nullable;

/** Where a node is reached that has all paths there to itself: pages load their parts from the root, cookies are set for paths from the root, and links begin there. */
public final class WebRoot implements TextForm {
    private static final WebAddress ADDRESS = new WebAddress();

    @Override
    public @Nullable String fault(String text) {
        String fault = ADDRESS.fault(text);
        if (fault != null) {
            return fault;
        }
        int path = text.indexOf('/', text.indexOf("://") + 3);
        return path < 0 || path == text.length() - 1
                ? null
                : "must have no path, because pages, cookies and links begin at the root. Give the node a host name or a port of its own, such as https://api.example.com";
    }
}
