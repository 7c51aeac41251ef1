package io.corebus.feature;

import java.time.LocalDateTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Dates and points in time as RFC 3339 writes them, from the year 0001 to 9999. No leap seconds. */
final class DateTimes {
    private static final int DATE_LENGTH = 10;
    private static final int TO_SECONDS = 19;
    private static final int MICROSECONDS = 6;

    private DateTimes() {}

    static boolean isDate(String text) {
        return text.length() == DATE_LENGTH && startsWithDate(text);
    }

    /** The same point in time in UTC, with at most microseconds (what is finer is cut off); null where the text is none. */
    static @Nullable String canonical(String text) {
        if (text.length() <= TO_SECONDS || !startsWithDate(text) || !hasTime(text)) {
            return null;
        }
        int zone = endOfFraction(text);
        int offset = zone < 0 ? Integer.MIN_VALUE : offset(text, zone);
        if (offset == Integer.MIN_VALUE) {
            return null;
        }
        String fraction = fraction(text, zone);
        String seconds = text.substring(0, TO_SECONDS).replace('t', 'T');
        if (offset != 0) {
            seconds = shifted(seconds, offset);
        }
        return seconds == null ? null : seconds + fraction + "Z";
    }

    /** What is wrong with a text that RFC 3339 allows and {@link #canonical} does not take; null where it is none of RFC 3339 either, or is taken. */
    static @Nullable String reason(String text) {
        if (text.length() <= TO_SECONDS || canonical(text) != null) {
            return null;
        }
        if (text.startsWith("60", TO_SECONDS - 2)) {
            String before = text.substring(0, TO_SECONDS - 2) + "59" + text.substring(TO_SECONDS);
            return canonical(before) == null
                    ? null
                    : "must not be in a leap second, which is not kept: send second 59.";
        }
        int zone = endOfFraction(text);
        boolean shifts = zone >= 0 && offset(text, zone) != Integer.MIN_VALUE;
        return shifts && canonical(text.substring(0, zone) + "Z") != null
                ? "must be in the years 0001 to 9999 when it is taken to UTC."
                : null;
    }

    private static boolean startsWithDate(String text) {
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && year >= 1
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || YearMonth.of(year, month).isValidDay(day));
    }

    private static boolean hasTime(String text) {
        return (text.charAt(10) == 'T' || text.charAt(10) == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && isWithin(number(text, 11, 13), 23)
                && isWithin(number(text, 14, 16), 59)
                && isWithin(number(text, 17, 19), 59);
    }

    private static boolean isWithin(int number, int most) {
        return number >= 0 && number <= most;
    }

    /** Where the offset starts; -1 where the point of a fraction has no digit after it. */
    private static int endOfFraction(String text) {
        if (text.charAt(TO_SECONDS) != '.') {
            return TO_SECONDS;
        }
        int end = TO_SECONDS + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end == TO_SECONDS + 1 ? -1 : end;
    }

    private static String fraction(String text, int end) {
        int last = Math.min(end, TO_SECONDS + 1 + MICROSECONDS);
        while (last > TO_SECONDS && (text.charAt(last - 1) == '0' || text.charAt(last - 1) == '.')) {
            last--;
        }
        return text.substring(TO_SECONDS, last);
    }

    /** Minutes east of UTC; {@link Integer#MIN_VALUE} where it is no offset. */
    private static int offset(String text, int at) {
        if (at == text.length() - 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
            return 0;
        }
        if (text.length() - at != 6 || text.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        char sign = text.charAt(at);
        if ((sign != '+' && sign != '-') || !isWithin(hours, 23) || !isWithin(minutes, 59)) {
            return Integer.MIN_VALUE;
        }
        return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    private static @Nullable String shifted(String seconds, int offset) {
        LocalDateTime utc = LocalDateTime.parse(seconds).minusMinutes(offset);
        if (utc.getYear() < 1 || utc.getYear() > 9999) {
            return null;
        }
        String text = utc.toString(); // Leaves out the seconds where they are zero.
        return text.length() < TO_SECONDS ? text + ":00" : text;
    }

    /** The number that these digits write; -1 where one is no digit. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
