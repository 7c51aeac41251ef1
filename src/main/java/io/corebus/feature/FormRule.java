package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Strings of a form that has a column type of its own, and one way of writing each value. */
final class FormRule implements FieldRule {
    static final FormRule DATE_TIME = new FormRule(
            DateTimes::canonical,
            DateTimes::reason,
            "must be a date and time with seconds and offset, such as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00+02:00.");
    static final FormRule DATE = new FormRule(
            text -> DateTimes.isDate(text) ? text : null, text -> null, "must be a date, such as 2026-01-31.");
    static final FormRule UUID = new FormRule(
            Uuids::canonical, text -> null, "must be a UUID, such as 0190b8a0-0000-7000-8000-000000000000.");

    private final Function<String, @Nullable String> form;
    private final Function<String, @Nullable String> reason;
    private final String detail;

    private FormRule(
            Function<String, @Nullable String> form, Function<String, @Nullable String> reason, String detail) {
        this.form = form;
        this.reason = reason;
        this.detail = detail;
    }

    /** The text in its one canonical way of writing; null where it is not of this form. */
    @Nullable
    String canonical(String text) {
        return form.apply(text);
    }

    /** One sentence that says what would be right instead of this text. */
    String detail(String text) {
        String special = reason.apply(text);
        return special == null ? detail : special;
    }

    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        if (!value.isTextual()) {
            faults.add(pointer, "type", "must be a string.");
        } else if (canonical(value.textValue()) == null) {
            faults.add(pointer, "format", detail(value.textValue()));
        }
    }

    @Override
    public void write(JsonNode value, JsonGenerator out) throws IOException {
        out.writeString(canonical(value.textValue()));
    }
}
