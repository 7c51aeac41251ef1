package io.corebus.feature;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a resource must meet, compared in memory as the database compares rows: what has no value, or none of the type that the field has now, differs from every
 * value.
 *
 * @param field null for AND and OR
 * @param type of the field; null for AND and OR
 * @param values in the text form of the type; one for a comparison, any number for IN and NOT_IN
 * @param parts the parts of AND and OR
 */
public record Criterion(
        Kind kind, @Nullable String field, @Nullable FieldType type, List<String> values, List<Criterion> parts) {
    static final String USER = "{caller.user}";
    static final String ROLES = "{caller.roles}";

    /** Named as the operators of storage are. */
    public enum Kind {
        AND,
        OR,
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IN,
        NOT_IN,
        LIKE,
        NOT_LIKE,
        IS_NULL,
        NOT_NULL
    }

    public Criterion {
        values = List.copyOf(values);
        parts = List.copyOf(parts);
    }

    static Criterion of(Kind kind, String field, FieldType type, List<String> values) {
        return new Criterion(kind, field, type, values, List.of());
    }

    /** All of them, or one of them. */
    public static Criterion join(Kind kind, List<Criterion> parts) {
        return parts.size() == 1 ? parts.get(0) : new Criterion(kind, null, null, List.of(), parts);
    }

    /** The fields that are looked at. */
    public Set<String> fields() {
        Set<String> fields = new TreeSet<>();
        parts.forEach(part -> fields.addAll(part.fields()));
        if (field != null) {
            fields.add(field);
        }
        return fields;
    }

    /** Whether it differs from caller to caller. */
    public boolean asksForCaller() {
        return values.contains(USER) || values.contains(ROLES) || parts.stream().anyMatch(Criterion::asksForCaller);
    }

    /** The same with this caller put in. */
    public Criterion of(String user, List<String> roles) {
        if (!asksForCaller()) {
            return this;
        }
        if (!parts.isEmpty()) {
            List<Criterion> bound =
                    parts.stream().map(part -> part.of(user, roles)).toList();
            return new Criterion(kind, null, null, List.of(), bound);
        }
        if (values.contains(ROLES)) {
            return with(kind, roles);
        }
        boolean uuid = type == FieldType.UUID || type == FieldType.REFERENCE;
        return uuid && Uuids.canonical(user) == null ? ofNobody(user) : with(kind, put(user));
    }

    /** A field that holds UUIDs holds none of a user whose id is no UUID. */
    private Criterion ofNobody(String user) {
        List<String> others =
                values.stream().filter(value -> !value.equals(USER)).toList();
        return switch (kind) {
            case NOT_EQUAL, NOT_IN -> with(Kind.NOT_IN, others);
            case EQUAL, IN -> with(Kind.IN, others);
            default -> throw new IllegalStateException(kind + " of " + user);
        };
    }

    private List<String> put(String user) {
        return values.stream().map(value -> value.equals(USER) ? user : value).toList();
    }

    private Criterion with(Kind other, List<String> put) {
        return new Criterion(other, field, type, put, List.of());
    }

    /** @param resource the value of a field as text; null where it has none */
    public boolean holds(Function<String, @Nullable String> resource) {
        return switch (kind) {
            case AND -> !hasPartThat(false, resource);
            case OR -> hasPartThat(true, resource);
            default -> compares(resource.apply(Objects.requireNonNull(field)));
        };
    }

    private boolean hasPartThat(boolean holds, Function<String, @Nullable String> resource) {
        for (Criterion part : parts) {
            if (part.holds(resource) == holds) {
                return true;
            }
        }
        return false;
    }

    private boolean compares(@Nullable String value) {
        return switch (kind) {
            case EQUAL -> is(value, order -> order == 0);
            case NOT_EQUAL -> !is(value, order -> order == 0);
            case LESS -> is(value, order -> order < 0);
            case LESS_OR_EQUAL -> is(value, order -> order <= 0);
            case GREATER -> is(value, order -> order > 0);
            case GREATER_OR_EQUAL -> is(value, order -> order >= 0);
            case IN -> isOneOf(value);
            case NOT_IN -> !isOneOf(value);
            case LIKE -> value != null && fits(value, values.get(0));
            case NOT_LIKE -> value == null || !fits(value, values.get(0));
            case IS_NULL -> value == null;
            case NOT_NULL -> value != null;
            case AND, OR -> throw new IllegalStateException(kind + " has no field");
        };
    }

    private boolean is(@Nullable String value, IntPredicate order) {
        ToIntFunction<String> compared = compared(value);
        return compared != null && order.test(compared.applyAsInt(values.get(0)));
    }

    private boolean isOneOf(@Nullable String value) {
        ToIntFunction<String> compared = compared(value);
        return compared != null && values.stream().anyMatch(each -> compared.applyAsInt(each) == 0);
    }

    /** How a value stands to others; null where it is none of this type: the journal has values of a time when the field was of another one. */
    private @Nullable ToIntFunction<String> compared(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return switch (Objects.requireNonNull(type)) {
                case INTEGER, NUMBER, DECIMAL -> compared(new BigDecimal(value), BigDecimal::new);
                case BOOLEAN -> isBoolean(value) ? compared(Boolean.valueOf(value), Boolean::valueOf) : null;
                case DATE_TIME -> compared(Instant.parse(value), Instant::parse);
                case STRING, ENUM, DATE, UUID, REFERENCE -> wanted -> byCodePoint(value, wanted);
                case JSON -> throw new IllegalStateException("a condition on a field that cannot be compared");
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            return null;
        }
    }

    private static <T extends Comparable<T>> ToIntFunction<String> compared(T value, Function<String, T> read) {
        return wanted -> value.compareTo(read.apply(wanted));
    }

    private static boolean isBoolean(String value) {
        return value.equals("true") || value.equals("false");
    }

    /** As the database compares text. */
    private static int byCodePoint(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code *} for any run of characters. Looks at every character a bounded number of times, whatever the pattern. */
    private static boolean fits(String text, String pattern) {
        String[] parts = pattern.split("\\*", -1);
        String first = parts[0];
        String last = parts[parts.length - 1];
        if (!text.startsWith(first)) {
            return false;
        }
        int place = first.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], place);
            if (found < 0) {
                return false;
            }
            place = found + parts[i].length();
        }
        return text.length() - last.length() >= place && text.endsWith(last);
    }
}
