package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FieldTextTest {
    private final FieldText tasks = new FieldText(Descriptors.shipped("tasks"));
    private final FieldText projects = new FieldText(Descriptors.shipped("projects"));

    private static Failure failure(Runnable read) {
        return catchThrowableOfType(FailureException.class, read::run).failure();
    }

    @ParameterizedTest
    @CsvSource({
        "id, UUID",
        "version, INTEGER",
        "created_at, DATE_TIME",
        "updated_at, DATE_TIME",
        "created_by, STRING",
        "updated_by, STRING",
        "title, STRING",
        "parent_id, REFERENCE",
        "tags, JSON"
    })
    void theTypeOfEveryField_isKnown(String name, FieldType type) {
        assertThat(tasks.type(name)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "titel, There is no field 'titel' in tasks. Did you mean title?",
        "create_at, There is no field 'create_at' in tasks. Did you mean created_at?",
        "colour, There is no field 'colour' in tasks."
    })
    void anUnknownField_isRefused(String name, String detail) {
        assertThat(failure(() -> tasks.type(name))).isEqualTo(new Failure("bad-query", 400, detail));
        assertThat(failure(() -> tasks.normalise(name, "x"))).isEqualTo(new Failure("bad-query", 400, detail));
    }

    @Test
    void aHugeName_isNotRepeated() {
        assertThat(failure(() -> tasks.type("x".repeat(100_000))).detail())
                .isEqualTo("There is no field '" + "x".repeat(50) + "…' in tasks.");
    }

    @ParameterizedTest
    @CsvSource({
        "title, any text, any text",
        "title, 007, 007",
        "number, 007, 7",
        "number, -5, -5",
        "number, -0, 0",
        "version, 9223372036854775807, 9223372036854775807",
        "hours, 10, 10.0",
        "hours, 1e2, 100.0",
        "urgent, true, true",
        "status, open, open",
        "due_at, 2026-01-31T12:00:00+02:00, 2026-01-31T10:00:00Z",
        "created_at, 2026-01-31T12:00:00.5z, 2026-01-31T12:00:00.5Z",
        "id, 0190B8A0-0000-7000-8000-00000000ABCD, 0190b8a0-0000-7000-8000-00000000abcd",
        "project_id, 0190b8a0-0000-7000-8000-000000000000, 0190b8a0-0000-7000-8000-000000000000"
    })
    void aGoodText_isWrittenInOneWay(String name, String text, String normal) {
        assertThat(tasks.normalise(name, text)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({"budget, 1.50, 1.50", "budget, 1e3, 1000", "starts_on, 2026-01-31, 2026-01-31"})
    void decimalsAndDates_areWrittenInOneWay(String name, String text, String normal) {
        assertThat(projects.normalise(name, text)).isEqualTo(normal);
    }

    static Stream<Arguments> bad() {
        String whole = "The value for 'number' must be a whole number, such as 10. It is ";
        String range =
                "The value for 'number' must be a whole number from -9223372036854775808 to 9223372036854775807. It is ";
        String number = "must be a number, such as 10 or 9.99. It is ";
        String uuid = "must be a UUID, such as 0190b8a0-0000-7000-8000-000000000000. It is ";
        return Stream.of(
                Arguments.of("number", "ten", whole + "'ten'."),
                Arguments.of("number", "", whole + "''."),
                Arguments.of("number", "1.0", whole + "'1.0'."),
                Arguments.of("number", "+1", whole + "'+1'."),
                Arguments.of("number", "9223372036854775808", range + "'9223372036854775808'."),
                Arguments.of("number", "-9223372036854775809", range + "'-9223372036854775809'."),
                Arguments.of("number", "1".repeat(30), range + "'" + "1".repeat(30) + "'."),
                Arguments.of("number", "٣", whole + "'٣'."),
                Arguments.of("hours", "x", "The value for 'hours' " + number + "'x'."),
                Arguments.of("hours", "NaN", "The value for 'hours' " + number + "'NaN'."),
                Arguments.of("hours", "1e400", "The value for 'hours' " + number + "'1e400'."),
                Arguments.of("hours", "1e999999999", "The value for 'hours' " + number + "'1e999999999'."),
                Arguments.of("budget", "1e999999999", "The value for 'budget' " + number + "'1e999999999'."),
                Arguments.of(
                        "budget", "1".repeat(1001), "The value for 'budget' " + number + "'" + "1".repeat(50) + "…'."),
                Arguments.of("urgent", "yes", "The value for 'urgent' must be true or false. It is 'yes'."),
                Arguments.of("archived", "1", "The value for 'archived' must be true or false. It is '1'."),
                Arguments.of("parent_id", "1", "The value for 'parent_id' " + uuid + "'1'."),
                Arguments.of(
                        "starts_on",
                        "1.1.2026",
                        "The value for 'starts_on' must be a date, such as 2026-01-31. It is '1.1.2026'."),
                Arguments.of(
                        "due_at",
                        "2026-01-31T12:00:00 02:00",
                        "The value for 'due_at' must be a date and time with seconds and offset, such as 2026-01-31T12:00:00Z or"
                                + " 2026-01-31T12:00:00+02:00. In a URL, + is written %2B. It is '2026-01-31T12:00:00 02:00'."),
                Arguments.of(
                        "tags",
                        "x",
                        "The value for 'tags' cannot be compared: the field holds an array or an object. It is 'x'."),
                Arguments.of(
                        "title",
                        "a\0b",
                        "The value for 'title' must have no NUL character and no half of a surrogate pair."),
                Arguments.of(
                        "title",
                        "\uD800",
                        "The value for 'title' must have no NUL character and no half of a surrogate pair."));
    }

    @ParameterizedTest
    @MethodSource("bad")
    @Timeout(5)
    void aBadText_isRefusedWithWhatWouldBeRight(String name, String text, String detail) {
        FieldText fields =
                name.equals("budget") || name.equals("starts_on") || name.equals("archived") ? projects : tasks;

        assertThat(failure(() -> fields.normalise(name, text))).isEqualTo(new Failure("bad-query", 400, detail));
    }

    @Test
    void anEnum_tellsItsValues() {
        assertThat(failure(() -> tasks.normalise("status", "opened")).detail())
                .isEqualTo("The value for 'status' must be one of open, started, blocked, done. It is 'opened'.");
    }
}
