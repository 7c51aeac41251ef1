package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictCsvTest {
    private static Failure failure(String text) {
        return catchThrowableOfType(FailureException.class, () -> StrictCsv.parse("The line", text))
                .failure();
    }

    @Test
    void cells_areWhatStandsInThem() {
        assertThat(StrictCsv.parse("The line", "a, b ,\"c \"\"d\"\", e\r\nf\",'g'"))
                .containsExactly("a", " b ", "c \"d\", e\r\nf", "'g'");
    }

    @Test
    void anEmptyCell_isNoText_andAQuotedOneIsAnEmptyText() {
        assertThat(StrictCsv.parse("The line", ",\"\",")).containsExactly(null, "", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12\" pipe,1", "a,\"b\"c", "\"a", "a ,\"b\" ", "a, \"b\""})
    void aQuotationMarkWhereNoneBelongs_isRefused(String text) {
        assertThat(failure(text).code()).isEqualTo("malformed-csv");
        assertThat(failure(text).detail())
                .isEqualTo("The line is not CSV as RFC 4180 has it: see its quotation marks.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,1\rb,2", "a\r\rb", "a,1\n\n", "\ra"})
    void moreThanOneRecord_isRefused(String text) {
        assertThat(failure(text).code()).isEqualTo("malformed-csv");
        assertThat(failure(text).detail()).isEqualTo("The line has a CR that ends no line: lines end with LF or CRLF.");
    }
}
