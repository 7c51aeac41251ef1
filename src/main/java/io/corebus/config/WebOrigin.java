package io.corebus.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The origin of pages, as browsers name it: one with a path would never match. */
public final class WebOrigin implements TextForm {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s/?#@*]+");

    /** As browsers send it: in small letters, without the port where it is the usual one of the scheme. */
    public static String normal(String origin) {
        String text = origin.trim().toLowerCase(Locale.ROOT);
        String usual = text.startsWith("https://") ? ":443" : ":80";
        return text.endsWith(usual) ? text.substring(0, text.length() - usual.length()) : text;
    }

    @Override
    public @Nullable String fault(String text) {
        return FORM.matcher(text).matches()
                ? null
                : "must be an origin such as https://app.example.com: scheme, host and port, without a path";
    }
}
