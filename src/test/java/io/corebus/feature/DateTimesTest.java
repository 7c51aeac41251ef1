package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimesTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31t12:00:00z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00-00:00, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.000Z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.120Z, 2026-01-31T12:00:00.12Z",
        "2026-01-31T12:00:00.9999999Z, 2026-01-31T12:00:00.999999Z",
        "2026-01-01T00:30:00+01:00, 2025-12-31T23:30:00Z",
        "2024-02-28T23:30:30.5-00:45, 2024-02-29T00:15:30.5Z",
        "2026-01-31T12:00:00+23:59, 2026-01-30T12:01:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z"
    })
    void aPointInTime_isWrittenInUtc(String text, String canonical) {
        assertThat(DateTimes.canonical(text)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-31",
                "2026-01-31T12:00:00",
                "2026-01-31T12:00Z",
                "2026-01-31 12:00:00Z",
                "2026-01-31T12:00:00+0200",
                "2026-01-31T12:00:00+24:00",
                "2026-01-31T12:00:00+02:60",
                "2026-01-31T24:00:00Z",
                "2026-01-31T12:60:00Z",
                "2026-01-31T12:00:60Z",
                "2026-01-31T12:00:00.Z",
                "2026-02-29T12:00:00Z",
                "2026-00-01T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "0000-01-01T00:00:00Z",
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "2026-01-31T12:00:00Zx",
                "12026-01-31T12:00:00Z",
                "-026-01-31T12:00:00Z",
                "2026-01-31T12:00:00,5Z",
                "２026-01-31T12:00:00Z",
                "2026-01-31T12:00:00.5",
                "infinity"
            })
    void anythingElse_isNone(String text) {
        assertThat(DateTimes.canonical(text)).isNull();
    }

    @Test
    void randomPoints_areThoseOfTheJavaLibrary() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            OffsetDateTime point = OffsetDateTime.of(
                            2, 1, 1, 0, 0, 0, 0, ZoneOffset.ofTotalSeconds((random.nextInt(1440) - 720) * 60))
                    .plusSeconds((long) (random.nextDouble() * 315_000_000_000L))
                    .plusNanos(random.nextInt(1_000_000_000));
            String text = point.toString();
            if (point.getSecond() != 0 || point.getNano() != 0) {
                OffsetDateTime read = OffsetDateTime.parse(DateTimes.canonical(text));
                assertThat(read.toInstant())
                        .isEqualTo(point.truncatedTo(ChronoUnit.MICROS).toInstant());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, true",
        "2023-02-29, false",
        "2026-1-31, false",
        "0001-01-01, true",
        "0000-01-01, false",
        "2026-01-31Z, false"
    })
    void aDate_isADayOfTheCalendar(String text, boolean isOne) {
        assertThat(DateTimes.isDate(text)).isEqualTo(isOne);
    }
}
