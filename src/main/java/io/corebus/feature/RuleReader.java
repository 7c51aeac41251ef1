package io.corebus.feature;

import cz.jirutka.rsql.parser.RSQLParser;
import cz.jirutka.rsql.parser.RSQLParserException;
import cz.jirutka.rsql.parser.ast.AndNode;
import cz.jirutka.rsql.parser.ast.ComparisonNode;
import cz.jirutka.rsql.parser.ast.ComparisonOperator;
import cz.jirutka.rsql.parser.ast.LogicalNode;
import cz.jirutka.rsql.parser.ast.Node;
import cz.jirutka.rsql.parser.ast.RSQLOperators;
import io.corebus.bus.FailureException;
import io.corebus.config.Suggestion;
import io.corebus.feature.Criterion.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rules of permissions: RSQL as in lists, over the fields of one feature and the caller. */
final class RuleReader {
    private static final Map<ComparisonOperator, Kind> KINDS = Map.of(
            RSQLOperators.EQUAL, Kind.EQUAL,
            RSQLOperators.NOT_EQUAL, Kind.NOT_EQUAL,
            RSQLOperators.LESS_THAN, Kind.LESS,
            RSQLOperators.LESS_THAN_OR_EQUAL, Kind.LESS_OR_EQUAL,
            RSQLOperators.GREATER_THAN, Kind.GREATER,
            RSQLOperators.GREATER_THAN_OR_EQUAL, Kind.GREATER_OR_EQUAL,
            RSQLOperators.IN, Kind.IN,
            RSQLOperators.NOT_IN, Kind.NOT_IN);
    private static final Set<Kind> EQUALITY = Set.of(Kind.EQUAL, Kind.NOT_EQUAL, Kind.IN, Kind.NOT_IN);
    private static final Set<Kind> LISTS = Set.of(Kind.IN, Kind.NOT_IN);
    private static final Set<FieldType> OF_USERS = Set.of(FieldType.STRING, FieldType.UUID, FieldType.REFERENCE);
    private static final List<String> OF_CALLER = List.of(Criterion.USER, Criterion.ROLES);
    private static final int MAX_LENGTH = 1_000;

    private final RSQLParser parser = new RSQLParser(KINDS.keySet());
    private final SchemaReader schema;
    private final FieldText fields;
    private final FileFaults faults;

    RuleReader(String feature, SchemaReader schema, FileFaults faults) {
        this.schema = schema;
        this.fields = new FieldText(feature, schema.fields());
        this.faults = faults;
    }

    /** What stands wrong in a rule. */
    private static final class RuleFault extends Exception {
        private static final long serialVersionUID = 1L;

        private final String problem;
        private final @Nullable String suggestion;

        RuleFault(String problem, @Nullable String suggestion) {
            super(problem);
            this.problem = problem;
            this.suggestion = suggestion;
        }
    }

    /** @param key what the rule stands behind, such as {@code where}. Null where it is not there or has a fault */
    Grant.@Nullable Rule read(String key, @Nullable Located place) {
        if (place == null) {
            return null;
        }
        if (!place.isText() || place.text().length() > MAX_LENGTH) {
            faults.add(place.line(), key + " must be a text of at most " + MAX_LENGTH + " characters.", example());
            return null;
        }
        try {
            return new Grant.Rule(place.text(), criterion(key, parser.parse(place.text())));
        } catch (RSQLParserException | IllegalArgumentException e) {
            faults.add(
                    place.line(),
                    key + " is not a filter in RSQL with ==, !=, <, <=, >, >=, =in=() and =out=().",
                    example());
        } catch (RuleFault e) {
            faults.add(place.line(), e.problem, e.suggestion);
        }
        return null;
    }

    private static String example() {
        return "Write for example \"status==done;created_by==" + Criterion.USER + "\".";
    }

    private Criterion criterion(String key, Node node) throws RuleFault {
        if (node instanceof ComparisonNode comparison) {
            return comparison(key, comparison);
        }
        List<Criterion> parts = new ArrayList<>();
        for (Node part : (LogicalNode) node) {
            parts.add(criterion(key, part));
        }
        return Criterion.join(node instanceof AndNode ? Kind.AND : Kind.OR, parts);
    }

    private Criterion comparison(String key, ComparisonNode node) throws RuleFault {
        String field = node.getSelector();
        FieldType type = type(key, field);
        Kind kind = KINDS.getOrDefault(node.getOperator(), Kind.EQUAL);
        List<String> values = node.getArguments();
        if (values.isEmpty()) {
            throw new RuleFault(key + ": the brackets behind " + field + " are empty.", "Put a value into them.");
        }
        String first = values.get(0);
        boolean equality = kind == Kind.EQUAL || kind == Kind.NOT_EQUAL;
        if (equality && first.equals("null") && type != FieldType.STRING) {
            return Criterion.of(kind == Kind.EQUAL ? Kind.IS_NULL : Kind.NOT_NULL, field, type, List.of());
        }
        if (equality && isText(type) && first.indexOf('*') >= 0) {
            return Criterion.of(kind == Kind.EQUAL ? Kind.LIKE : Kind.NOT_LIKE, field, type, values);
        }
        List<String> read = new ArrayList<>();
        for (String value : values) {
            read.add(value.startsWith("{") ? caller(key, kind, type, values, value) : value(key, field, value));
        }
        return Criterion.of(kind, field, type, read);
    }

    private static boolean isText(FieldType type) {
        return type == FieldType.STRING || type == FieldType.ENUM;
    }

    private FieldType type(String key, String field) throws RuleFault {
        FieldType type = schema.isJson(field) ? FieldType.JSON : typeOrNull(field);
        if (type == FieldType.JSON) {
            throw new RuleFault(key + " cannot use " + field + ": it holds an array or an object.", null);
        }
        if (type == null) {
            List<String> names = new ArrayList<>(schema.names());
            names.addAll(PlatformFields.NAMES);
            throw new RuleFault(
                    key + " names the field " + Characters.shown(field) + ", which is not declared.",
                    Suggestion.didYouMean(field, names));
        }
        return type;
    }

    /** A field with faults of its own is as good as a text. */
    private @Nullable FieldType typeOrNull(String field) {
        boolean faulty = schema.names().contains(field)
                && schema.fields().stream().noneMatch(each -> each.name().equals(field));
        return faulty ? FieldType.STRING : fields.typeOrNull(field);
    }

    private String value(String key, String field, String value) throws RuleFault {
        try {
            return fields.typeOrNull(field) == null ? value : fields.normalise(field, value);
        } catch (FailureException e) {
            throw new RuleFault(key + ": " + e.failure().detail(), null);
        }
    }

    private static String caller(String key, Kind kind, FieldType type, List<String> values, String value)
            throws RuleFault {
        if (!OF_CALLER.contains(value)) {
            String problem =
                    key + " knows " + String.join(" and ", OF_CALLER) + ", not " + Characters.shown(value) + ".";
            throw new RuleFault(problem, Suggestion.didYouMean(value, OF_CALLER));
        }
        if (value.equals(Criterion.ROLES) && (!LISTS.contains(kind) || values.size() > 1 || !isText(type))) {
            throw new RuleFault(
                    key + ": " + value + " stands alone behind =in= or =out=, for a field that holds a text.",
                    "Write for example team=in=(" + value + ").");
        }
        if (value.equals(Criterion.USER) && (!EQUALITY.contains(kind) || !OF_USERS.contains(type))) {
            throw new RuleFault(
                    key + ": " + value
                            + " stands behind ==, !=, =in= or =out=, for a field that holds a text or a UUID.",
                    "Write for example created_by==" + value + ".");
        }
        return value;
    }
}
