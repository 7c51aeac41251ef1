package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00.000000Z",
        "2026-12-09T01:02:03.000004Z, 2026-12-09T01:02:03.000004Z",
        "0987-01-01T23:59:59.999999999Z, 0987-01-01T23:59:59.999999Z",
        "9999-12-31T23:59:59.1Z, 9999-12-31T23:59:59.100000Z"
    })
    void aMoment_hasMicroseconds_always(String moment, String expected) {
        assertThat(Moments.text(OffsetDateTime.parse(moment))).isEqualTo(expected);
    }
}
