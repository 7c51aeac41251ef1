package io.corebus.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which addresses a receiver can have. Where the name leads is looked at when something is sent. */
final class ReceiverUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int MAX_PORT = 65_535;

    private ReceiverUrl() {}

    /** What is wrong with it; null: nothing. */
    static @Nullable String fault(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return "must be a URL (RFC 3986).";
        }
        String scheme = url.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)) || url.getHost() == null) {
            return "must be an http or https URL with a host.";
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return "must have neither a user nor a fragment: the signature tells who sends.";
        }
        boolean port = url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= MAX_PORT);
        return port ? null : "must have a port from 1 to 65535, or none.";
    }
}
