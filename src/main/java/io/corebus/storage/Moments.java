package io.corebus.storage;

import java.time.OffsetDateTime;

/** Writes moments as {@link Rows#time} has them: RFC 3339, UTC, microseconds. It takes PostgreSQL ten times as long, so what is read often is written here. */
final class Moments {
    private static final int LENGTH = 27;

    private Moments() {}

    static String text(OffsetDateTime moment) {
        StringBuilder text = new StringBuilder(LENGTH);
        add(text, moment);
        return text.toString();
    }

    /** PostgreSQL gives moments in UTC. */
    static void add(StringBuilder text, OffsetDateTime moment) {
        digits(text, moment.getYear(), 1_000);
        digits(text.append('-'), moment.getMonthValue(), 10);
        digits(text.append('-'), moment.getDayOfMonth(), 10);
        digits(text.append('T'), moment.getHour(), 10);
        digits(text.append(':'), moment.getMinute(), 10);
        digits(text.append(':'), moment.getSecond(), 10);
        digits(text.append('.'), moment.getNano() / 1_000, 100_000);
        text.append('Z');
    }

    private static void digits(StringBuilder text, int number, int first) {
        for (int unit = first; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
    }
}
