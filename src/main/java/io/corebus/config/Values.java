package io.corebus.config;

import java.lang.reflect.Constructor;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the text of a setting into a value of its type. */
final class Values {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Values() {}

    /** Says what a text should have been: {@code must be a whole number from 1 to 65535}. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String rule) {
            super(rule, null, false, false);
        }
    }

    static Object parse(SettingKey key, String text) throws Unfit {
        Class<?> type = key.component().getType();
        Setting setting = key.setting();
        if (type == String.class) {
            return formed(setting, text);
        } else if (type == int.class) {
            return (int) number(text, atLeast(setting, Integer.MIN_VALUE), atMost(setting, Integer.MAX_VALUE));
        } else if (type == long.class) {
            return number(text, setting.min(), setting.max());
        } else if (type == Integer.class) {
            return (int) number(text, atLeast(setting, Integer.MIN_VALUE), atMost(setting, Integer.MAX_VALUE));
        } else if (type == boolean.class) {
            return truth(text);
        } else if (type == Duration.class) {
            return duration(text, setting);
        } else if (type == DataSize.class) {
            return size(text, setting);
        } else if (type == Path.class) {
            return path(text);
        } else if (type == List.class) {
            return formed(setting, list(text));
        } else if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalStateException(key.key() + " is of a type that no setting can have: " + type.getName());
    }

    private static List<String> formed(Setting setting, List<String> texts) throws Unfit {
        for (String text : texts) {
            formed(setting, text);
        }
        return texts;
    }

    private static String formed(Setting setting, String text) throws Unfit {
        String fault = form(setting.form()).fault(text);
        if (fault != null) {
            throw new Unfit(fault);
        }
        return text;
    }

    private static TextForm form(Class<? extends TextForm> type) {
        try {
            Constructor<? extends TextForm> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    static List<String> list(String text) {
        List<String> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.trim());
            }
        }
        return List.copyOf(items);
    }

    private static long number(String text, long min, long max) throws Unfit {
        boolean bounded = min > Integer.MIN_VALUE && max < Long.MAX_VALUE;
        String rule = "must be a whole number" + (bounded ? " from " + min + " to " + max : "");
        if (!NUMBER.matcher(text).matches()) {
            throw new Unfit(rule);
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException tooLarge) {
            throw new Unfit(rule);
        }
        throw new Unfit(rule);
    }

    private static long atLeast(Setting setting, long floor) {
        return Math.max(setting.min(), floor);
    }

    private static long atMost(Setting setting, long ceiling) {
        return Math.min(setting.max(), ceiling);
    }

    private static boolean truth(String text) throws Unfit {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new Unfit("must be true or false");
    }

    private static Duration duration(String text, Setting setting) throws Unfit {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new Unfit("must be a duration such as 300ms, 30s, 5m or 1h");
        }
        long millis = amount(matcher, MILLIS);
        if (millis < setting.min() || millis > setting.max()) {
            throw new Unfit("must be a duration " + range(setting, millis(setting.min()), millis(setting.max())));
        }
        return Duration.ofMillis(millis);
    }

    private static DataSize size(String text, Setting setting) throws Unfit {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new Unfit("must be a size such as 512B, 64KiB, 1MiB or 2GiB");
        }
        long bytes = amount(matcher, BYTES);
        if (bytes < setting.min() || bytes > setting.max()) {
            throw new Unfit("must be a size " + range(setting, bytes(setting.min()), bytes(setting.max())));
        }
        return new DataSize(bytes);
    }

    private static long amount(Matcher matcher, Map<String, Long> units) {
        return Long.parseLong(matcher.group(1)) * units.getOrDefault(matcher.group(2), 1L);
    }

    private static String range(Setting setting, String min, String max) {
        if (setting.max() == Long.MAX_VALUE) {
            return "of at least " + min;
        }
        return setting.min() == Long.MIN_VALUE ? "of at most " + max : "from " + min + " to " + max;
    }

    private static String millis(long millis) {
        for (String unit : List.of("h", "m", "s")) {
            long size = MILLIS.getOrDefault(unit, 1L);
            if (millis != 0 && millis % size == 0) {
                return millis / size + unit;
            }
        }
        return millis + "ms";
    }

    private static String bytes(long bytes) {
        return new DataSize(Math.max(0, bytes)).toString();
    }

    private static Path path(String text) throws Unfit {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Unfit("must be a path of this file system");
        }
    }

    private static Object constant(Class<?> type, String text) throws Unfit {
        for (Object constant : type.getEnumConstants()) {
            if (written(constant).equals(text)) {
                return constant;
            }
        }
        String names =
                Arrays.stream(type.getEnumConstants()).map(Values::written).collect(Collectors.joining(", "));
        throw new Unfit("must be one of " + names);
    }

    /** How a constant stands in a file: {@code CARRIER_PIGEON} is {@code carrier-pigeon}. */
    static String written(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
