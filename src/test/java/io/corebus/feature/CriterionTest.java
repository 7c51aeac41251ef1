package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.feature.Criterion.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionTest {
    /** The journal has them, where a field was of another type before. */
    @ParameterizedTest
    @CsvSource({
        "INTEGER, 5, abc",
        "INTEGER, 5, ''",
        "NUMBER, 5.5, true",
        "DECIMAL, 5.5, '{}'",
        "BOOLEAN, false, abc",
        "DATE_TIME, 2026-03-01T00:00:00Z, 2026-03-01"
    })
    void aValueThatIsNotOfTheType_differsFromEveryValue(FieldType type, String wanted, String value) {
        for (Kind kind :
                List.of(Kind.EQUAL, Kind.LESS, Kind.LESS_OR_EQUAL, Kind.GREATER, Kind.GREATER_OR_EQUAL, Kind.IN)) {
            assertThat(holds(kind, type, wanted, value)).as(kind.name()).isFalse();
        }
        assertThat(holds(Kind.NOT_EQUAL, type, wanted, value)).isTrue();
        assertThat(holds(Kind.NOT_IN, type, wanted, value)).isTrue();
        assertThat(holds(Kind.NOT_NULL, type, wanted, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 5, 5",
        "NUMBER, 5.5, 55e-1",
        "DECIMAL, 5.5, 5.50",
        "BOOLEAN, false, false",
        "DATE_TIME, 2026-03-01T00:00:00Z, 2026-03-01T01:00:00+01:00"
    })
    void aValueOfTheType_isTheSame_howeverItIsWritten(FieldType type, String wanted, String value) {
        assertThat(holds(Kind.EQUAL, type, wanted, value)).isTrue();
        assertThat(holds(Kind.IN, type, wanted, value)).isTrue();
        assertThat(holds(Kind.NOT_EQUAL, type, wanted, value)).isFalse();
    }

    private static boolean holds(Kind kind, FieldType type, String wanted, String value) {
        return Criterion.of(kind, "field", type, List.of(wanted)).holds(field -> value);
    }
}
