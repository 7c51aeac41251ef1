package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.feature.Feature;
import io.corebus.storage.ImportMessages.SentRecord;
import io.corebus.testing.TestFeatures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportRecordsTest {
    private static final Feature THINGS = TestFeatures.of(Map.of("things", """
                    feature: things
                    schema:
                      type: object
                      properties:
                        name: {type: string}
                        kind: {type: string, enum: [a]}
                        size: {type: integer}
                        tags: {type: array}
                    """)).find("things");
    private static final List<String> COLUMNS = List.of("id", "name", "kind", "size", "tags");

    private static String read(String form, String latin) {
        return new String(new ImportRecords(THINGS, form, COLUMNS).read(latin).utf8(), StandardCharsets.UTF_8);
    }

    private static Failure failure(String form, String latin) {
        return catchThrowableOfType(FailureException.class, () -> read(form, latin))
                .failure();
    }

    @Test
    void anEmptyCell_isAFieldWithoutAValue_andAQuotedOneAnEmptyText() {
        assertThat(read("csv", "x,,,,")).isEqualTo("{}");
        assertThat(read("csv", "x,\"\",a,7,\"[]\"")).isEqualTo("{\"name\":\"\",\"kind\":\"a\",\"size\":7,\"tags\":[]}");
    }

    @Test
    void aQuotedEmptyCell_ofWhatIsNoText_isAFieldWithoutAValue() {
        assertThat(read("csv", "\"\",\"a\",\"\",\"\",\"\"")).isEqualTo("{\"name\":\"a\"}");
    }

    @Test
    void nul_reachesTheCheckAsWhatItIs() {
        assertThat(read("csv", "x,a" + SentRecord.NUL + "b,,,")).isEqualTo("{\"name\":\"a\\u0000b\"}");
        assertThat(failure("ndjson", "{\"name\":\"a" + SentRecord.NUL + "b\"}").code())
                .isEqualTo("malformed-json");
    }

    @Test
    void aLineThatIsNoObject_isRefusedAsALine() {
        assertThat(failure("ndjson", "{\"name\":").detail())
                .isEqualTo("The line is not well-formed JSON: it ends too early, at column 9.");
        assertThat(failure("ndjson", "7").code()).isEqualTo("validation");
        assertThat(failure("ndjson", "7").detail()).isEqualTo("The line must be an object.");
        assertThat(failure("ndjson", "7").errors()).hasSize(1);
    }

    @Test
    void aCellThatIsNoJson_isNamed() {
        Failure refused = failure("csv", "x,y,,,a");

        assertThat(refused.code()).isEqualTo("malformed-json");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors())
                .containsExactly(new FieldFault(
                        "/tags",
                        "malformed-json",
                        "The cell is not well-formed JSON: at column 1 is something that does not belong there."));
    }

    @Test
    void whatIsNoSingleRecord_isRefused() {
        assertThat(failure("csv", "x,12\",,,").code()).isEqualTo("malformed-csv");
        assertThat(failure("csv", "x,,,,\rx,,,,").code()).isEqualTo("malformed-csv");
        assertThat(failure("csv", "x,y").detail()).isEqualTo("The line has 2 cells, and the header 5.");
        assertThat(failure("csv", "\u00ff,,,,").detail()).isEqualTo("The line has a byte that is not UTF-8.");
    }
}
