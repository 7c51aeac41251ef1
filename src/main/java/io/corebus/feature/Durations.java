package io.corebus.feature;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as descriptors write them: a whole number and a unit, such as {@code 300s}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Durations() {}

    /** In milliseconds; 0 where the text is none in one of these units. */
    static long millis(String text, List<String> units) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() && units.contains(matcher.group(2))
                ? Long.parseLong(matcher.group(1)) * MILLIS.getOrDefault(matcher.group(2), 0L)
                : 0;
    }
}
