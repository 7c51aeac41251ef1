package io.corebus.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where something is reached by http or https. */
public final class WebAddress implements TextForm {
    private static final Pattern FORM = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s?#]*)?");

    @Override
    public @Nullable String fault(String text) {
        return FORM.matcher(text).matches() ? null : "must be an http or https address such as https://api.example.com";
    }
}
