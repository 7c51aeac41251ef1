package io.corebus.config;

/**
 * An amount of memory or data, written {@code 512B}, {@code 64KiB}, {@code 1MiB} or {@code 2GiB}.
 *
 * @param bytes zero or more
 */
public record DataSize(long bytes) {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is zero or more bytes");
        }
    }

    @Override
    public String toString() {
        long rest = bytes;
        int unit = 0;
        while (rest > 0 && rest % 1024 == 0 && unit < UNITS.length - 1) {
            rest /= 1024;
            unit++;
        }
        return rest + UNITS[unit];
    }
}
