package io.corebus.template;

import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wrong with attributes that are right by their names. What a descriptor's own check tells in words as good is left to that. */
final class FieldWishCheck {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final FieldWish field;
    private final Consumer<String> faults;

    FieldWishCheck(FieldWish field, Consumer<String> faults) {
        this.field = field;
        this.faults = faults;
    }

    void check() {
        checkLimits();
        checkValue("default");
        checkValue("example");
        if (field.has("pattern") && !field.has("example")) {
            faults.accept("pattern wants an example, which the request to try and the test send. Write example=VALUE.");
        }
        if (field.kind() == Kind.REF && field.has("example")) {
            faults.accept("example is not for ref: which ids there are, only the database knows. Leave it out.");
        }
        if (field.kind() == Kind.LIST && field.has("example")) {
            faults.accept("example is not for list. Leave it out.");
        }
    }

    private void checkLimits() {
        long wrong = Stream.of("min", "max", "step")
                .filter(limit -> !isNumber(limit))
                .count();
        if (wrong > 0) {
            return;
        }
        BigDecimal min = decimal("min");
        BigDecimal max = decimal("max");
        BigDecimal step = decimal("step");
        if (min != null && max != null && min.compareTo(max) > 0) {
            faults.accept("max is less than min. Write max=" + field.value("min") + " or more.");
        }
        if (step != null && step.signum() <= 0) {
            faults.accept("step must be more than 0. Write for example step=0.01.");
        }
        if (!field.kind().isNumber() && max != null && max.signum() == 0) {
            faults.accept("max=0 leaves room for nothing. Write max=1 or more.");
        }
    }

    private boolean isNumber(String attribute) {
        String value = field.value(attribute);
        Pattern form = !field.kind().isNumber() ? COUNT : field.kind() == Kind.INTEGER ? WHOLE : NUMBER;
        boolean good = value == null || form.matcher(value).matches();
        if (!good) {
            String wanted = form == COUNT ? "a whole number from 0" : form == WHOLE ? "a whole number" : "a number";
            faults.accept(attribute + " must be " + wanted + ", not '" + value + "'. Write for example " + attribute
                    + "=" + (form == NUMBER ? "0.5" : "10") + ".");
        }
        return good;
    }

    private @Nullable BigDecimal decimal(String attribute) {
        String value = field.value(attribute);
        return value != null && NUMBER.matcher(value).matches() ? new BigDecimal(value) : null;
    }

    private void checkValue(String attribute) {
        String value = field.value(attribute);
        if (value == null) {
            return;
        }
        switch (field.kind()) {
            case INTEGER, NUMBER, DECIMAL -> isNumber(attribute);
            case BOOLEAN -> {
                if (!value.equals("true") && !value.equals("false")) {
                    faults.accept(
                            attribute + " must be true or false, not '" + value + "'. Write " + attribute + "=true.");
                }
            }
            case ENUM -> {
                if (!field.inner().contains(value)) {
                    faults.accept(attribute + " must be one of " + String.join(", ", field.inner()) + ", not '" + value
                            + "'. Write " + attribute + "=" + field.inner().get(0) + ".");
                }
            }
            default -> {
                // Text; whether it is of the form, the descriptor's own check tells.
            }
        }
    }
}
