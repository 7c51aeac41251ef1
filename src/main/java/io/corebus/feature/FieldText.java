package io.corebus.feature;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.config.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of fields as plain text, as a query has them. */
public final class FieldText {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern LONG = Pattern.compile("-?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");
    private static final int LONGEST_NAME = 63;

    private final String feature;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    public FieldText(Feature feature) {
        this(feature.name(), feature.fields());
    }

    FieldText(String feature, List<Field> declared) {
        this.feature = feature;
        declared.forEach(field -> fields.put(field.name(), field));
    }

    /** The type of a declared field or of one that every resource has; fails with {@code bad-query} 400 where there is no such field. */
    public FieldType type(String name) {
        FieldType type = typeOrNull(name);
        if (type == null) {
            throw badQuery(unknown(name));
        }
        return type;
    }

    @Nullable
    FieldType typeOrNull(String name) {
        Field field = fields.get(name);
        return field == null ? PlatformFields.type(name) : field.type();
    }

    /** The text in the one way in which a value of that field is written; fails with {@code bad-query} 400, saying what would be right. */
    public String normalise(String name, String text) {
        FieldType type = type(name);
        if (!Characters.areAllowed(text)) {
            throw badQuery("The value for '" + name + "' " + TextRule.WRONG_CHARACTERS);
        }
        String normal = switch (type) {
            case STRING -> text;
            case ENUM -> value(name, text);
            case INTEGER -> whole(text);
            case NUMBER -> floating(text);
            case DECIMAL -> decimal(text);
            case BOOLEAN -> text.equals("true") || text.equals("false") ? text : null;
            case DATE_TIME -> DateTimes.canonical(text);
            case DATE -> DateTimes.isDate(text) ? text : null;
            case UUID, REFERENCE -> Uuids.canonical(text);
            case JSON -> null;
        };
        if (normal == null) {
            throw badQuery("The value for '" + name + "' " + right(name, type, text) + " It is '"
                    + Characters.shown(text) + "'.");
        }
        return normal;
    }

    /**
     * The text as an element of the array that the field holds, in JSON; fails with {@code bad-query} 400, saying what would be right, where it is none that the array can
     * have, or the field holds no array of single values.
     */
    public String element(String name, String text) {
        type(name);
        ElementType type =
                Optional.ofNullable(fields.get(name)).flatMap(ElementType::of).orElse(null);
        if (type == null) {
            throw badQuery("has and lacks take a field that holds an array of texts, numbers, or true and false; '"
                    + name + "' does not.");
        }
        return Optional.of(text)
                .filter(Characters::areAllowed)
                .flatMap(type::json)
                .orElseThrow(() -> badQuery("'" + name + "' has elements that are " + type.value() + ", which '"
                        + Characters.shown(text) + "' is not."));
    }

    /** How one asks for what cannot be compared; fails with {@code bad-query} 400. */
    public FailureException incomparable(String name) {
        Field field = fields.get(name);
        boolean isArray = field != null && field.hasElements();
        return badQuery("filter cannot compare '" + name + "': it holds an array or an object."
                + (isArray ? " Ask for an element with has or lacks, or compare it with null." : ""));
    }

    private @Nullable String value(String name, String text) {
        Field field = fields.get(name);
        return field != null && field.values().contains(text) ? text : null;
    }

    private static @Nullable String whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        try {
            return String.valueOf(Long.parseLong(text));
        } catch (NumberFormatException beyond64Bits) {
            return null;
        }
    }

    private static @Nullable String floating(String text) {
        BigDecimal number = bounded(text);
        return number == null || !Double.isFinite(number.doubleValue()) ? null : String.valueOf(number.doubleValue());
    }

    private static @Nullable String decimal(String text) {
        BigDecimal number = bounded(text);
        return number == null ? null : number.toPlainString();
    }

    static @Nullable BigDecimal bounded(String text) {
        if (text.length() > StrictJson.MAX_NUMBER_LENGTH
                || !NUMBER.matcher(text).matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        return Numbers.isBounded(number) ? number : null;
    }

    private String right(String name, FieldType type, String text) {
        return switch (type) {
            case STRING -> "must be a text.";
            case ENUM -> "must be one of " + values(name) + ".";
            case INTEGER ->
                LONG.matcher(text).matches()
                        ? "must be a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE + "."
                        : "must be a whole number, such as 10.";
            case NUMBER, DECIMAL -> "must be a number, such as 10 or 9.99.";
            case BOOLEAN -> "must be true or false.";
            case DATE_TIME -> FormRule.DATE_TIME.detail(text) + " In a URL, + is written %2B.";
            case DATE -> FormRule.DATE.detail(text);
            case UUID, REFERENCE -> FormRule.UUID.detail(text);
            case JSON -> "cannot be compared: the field holds an array or an object.";
        };
    }

    private String values(String name) {
        Field field = fields.get(name);
        return field == null ? "" : String.join(", ", field.values());
    }

    private String unknown(String name) {
        List<String> names = new ArrayList<>(fields.keySet());
        names.addAll(PlatformFields.NAMES);
        String suggestion = name.length() > LONGEST_NAME ? null : Suggestion.didYouMean(name, names);
        return "There is no field '" + Characters.shown(name) + "' in " + feature + "."
                + (suggestion == null ? "" : " " + suggestion);
    }

    private static FailureException badQuery(String detail) {
        return new Failure("bad-query", 400, detail).exception();
    }
}
