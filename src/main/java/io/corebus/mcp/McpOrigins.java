package io.corebus.mcp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may call this door. An origin that merely equals the host that was asked for says nothing: a page that has its own name resolved to this machine
 * (DNS rebinding) sends just that.
 */
final class McpOrigins {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;

    McpOrigins(List<String> allowed, @Nullable String publicUrl) {
        this.allowed = Stream.concat(allowed.stream(), Stream.ofNullable(publicUrl))
                .map(McpOrigins::origin)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param origin null from who is no browser
     * @param host the host that was asked for, without the port
     */
    boolean allow(@Nullable String origin, @Nullable String host) {
        if (origin == null || allowed.contains(origin(origin))) {
            return true;
        }
        return isLoopback(host) && isLoopback(hostOf(origin));
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK.contains(bracketed(host.toLowerCase(Locale.ROOT)));
    }

    private static String bracketed(String host) {
        return host.equals("::1") ? "[::1]" : host;
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return new URI(origin).getHost();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Of a URL: without its path. */
    private static String origin(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        int host = lower.indexOf("://");
        int path = host < 0 ? -1 : lower.indexOf('/', host + 3);
        return path < 0 ? lower : lower.substring(0, path);
    }
}
