package io.corebus.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where Redis is. The client takes an address whose host it cannot read for one of this machine, so such a one is refused here. */
final class RedisAddress implements TextForm {
    @Override
    public @Nullable String fault(String text) {
        if (isRight(text)) {
            return hasDatabase(URI.create(text))
                    ? null
                    : "must have a number as its database, such as redis://host:port/0";
        }
        return "cannot be read. Write it as redis://host:port or redis://:password@host:port/database, with %-escapes"
                + " for all but letters, digits and -._~!* in the password";
    }

    /** The client takes no notice of a path that is no number, and uses database 0. */
    private static boolean hasDatabase(URI uri) {
        String path = String.valueOf(uri.getPath());
        return "unix".equals(uri.getScheme()) || path.matches("/?|/[0-9]{1,5}");
    }

    private static boolean isRight(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme());
            return scheme.equals("unix")
                    ? uri.getPath() != null && !uri.getPath().isEmpty()
                    : (scheme.equals("redis") || scheme.equals("rediss")) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
