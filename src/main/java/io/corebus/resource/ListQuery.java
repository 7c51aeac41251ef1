package io.corebus.resource;

import cz.jirutka.rsql.parser.RSQLParser;
import cz.jirutka.rsql.parser.RSQLParserException;
import cz.jirutka.rsql.parser.ast.AndNode;
import cz.jirutka.rsql.parser.ast.ComparisonNode;
import cz.jirutka.rsql.parser.ast.ComparisonOperator;
import cz.jirutka.rsql.parser.ast.LogicalNode;
import cz.jirutka.rsql.parser.ast.Node;
import cz.jirutka.rsql.parser.ast.RSQLOperators;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.feature.Feature;
import io.corebus.feature.FieldText;
import io.corebus.feature.FieldType;
import io.corebus.feature.Search;
import io.corebus.resource.ResourceMessages.CountResources;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.CountRows;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Operator;
import io.corebus.storage.StorageMessages.Sort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a caller asks of a list - RSQL filter, sort, limit - against the fields of one feature. Everything is bounded: length, depth, number of parts. */
final class ListQuery {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;
    private static final int MAX_FILTER_LENGTH = 4_000;
    static final int MAX_NESTING = 20;
    static final int MAX_COMPARISONS = 50;
    static final int MAX_VALUES = 200;
    private static final int MAX_SORT_FIELDS = 5;
    private static final int MAX_SEARCH_LENGTH = 200;

    private static final Map<ComparisonOperator, Operator> OPERATORS = Map.ofEntries(
            Map.entry(RSQLOperators.EQUAL, Operator.EQUAL),
            Map.entry(RSQLOperators.NOT_EQUAL, Operator.NOT_EQUAL),
            Map.entry(RSQLOperators.LESS_THAN, Operator.LESS),
            Map.entry(RSQLOperators.LESS_THAN_OR_EQUAL, Operator.LESS_OR_EQUAL),
            Map.entry(RSQLOperators.GREATER_THAN, Operator.GREATER),
            Map.entry(RSQLOperators.GREATER_THAN_OR_EQUAL, Operator.GREATER_OR_EQUAL),
            Map.entry(RSQLOperators.IN, Operator.IN),
            Map.entry(RSQLOperators.NOT_IN, Operator.NOT_IN),
            Map.entry(new ComparisonOperator("=ilike="), Operator.LIKE_ANY_CASE),
            Map.entry(new ComparisonOperator("=iunlike="), Operator.NOT_LIKE_ANY_CASE),
            Map.entry(new ComparisonOperator("=has="), Operator.HAS),
            Map.entry(new ComparisonOperator("=lacks="), Operator.LACKS));

    private final Feature feature;
    private final FieldText fieldText;
    private final boolean searchable;
    private final RSQLParser parser = new RSQLParser(OPERATORS.keySet());
    private final @Nullable Condition rows;

    ListQuery(Feature feature) {
        this(feature, null, Search.of(feature) != null);
    }

    /**
     * @param feature with the fields that may be asked for
     * @param rows what every row must meet, whatever is asked; null: nothing
     * @param searchable whether there is something to search, and all of it in those fields
     */
    ListQuery(Feature feature, @Nullable Condition rows, boolean searchable) {
        this.feature = feature;
        this.fieldText = new FieldText(feature);
        this.searchable = searchable;
        this.rows = rows;
    }

    /** Fails with {@code bad-query} 400, saying which part is wrong and what would be right. */
    ListRows read(ListResources request) {
        Json tree = request.condition();
        return new ListRows(
                feature.name(),
                tree == null ? filter(request.filter()) : permitted(new ConditionTree(fieldText).read(tree)),
                sort(request.sort()),
                limit(request.limit()),
                request.after(),
                fields(request.fields()),
                search(request.search()),
                feature.shape());
    }

    /** The question how many there are of what is read. */
    static CountRows count(ListRows rows, boolean estimated) {
        return new CountRows(rows.feature(), rows.filter(), rows.search(), estimated, rows.shape());
    }

    CountRows count(CountResources request) {
        return new CountRows(
                feature.name(),
                filter(request.filter()),
                search(request.search()),
                request.estimated(),
                feature.shape());
    }

    /** The resources with these ids, to which others refer; at most {@value #MAX_LIMIT}. */
    ListRows ofIds(Collection<String> ids) {
        Condition one = leaf(Operator.IN, "id", List.copyOf(ids));
        return new ListRows(
                feature.name(), permitted(one), List.of(), ids.size(), null, fields(null), null, feature.shape());
    }

    /** The fields that the answer has, null for all: the one place where it is decided what a caller gets to see of a resource in a list. */
    private @Nullable List<String> fields(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<String> fields = List.of(text.split(",", -1));
        Set<String> seen = new HashSet<>();
        for (String field : fields) {
            fieldText.type(field);
            if (!seen.add(field)) {
                throw badQuery("fields names '" + field + "' twice.");
            }
        }
        return fields;
    }

    private @Nullable String search(@Nullable String words) {
        if (words == null) {
            return null;
        }
        if (!searchable) {
            throw badQuery("There is nothing to search in " + feature.name()
                    + ": none of its fields says x-search, or you may not read all of those that do.");
        }
        if (words.length() > MAX_SEARCH_LENGTH) {
            throw badQuery("q is longer than " + MAX_SEARCH_LENGTH + " characters.");
        }
        if (words.codePoints().noneMatch(Character::isLetterOrDigit) || words.indexOf('\0') >= 0) {
            throw badQuery("q takes words, with at least one letter or digit.");
        }
        return words;
    }

    /** How many a page of any list has at most. Fails with {@code bad-query} 400. */
    static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw badQuery("limit must be between 1 and " + MAX_LIMIT + ", not " + limit + ".");
        }
        return limit;
    }

    private List<Sort> sort(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        List<Sort> sorts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            boolean descending = part.startsWith("-");
            String field = descending ? part.substring(1) : part;
            requireSortable(field);
            if (!seen.add(field)) {
                throw badQuery("sort names '" + field + "' twice.");
            }
            sorts.add(new Sort(field, descending));
        }
        if (sorts.size() > MAX_SORT_FIELDS) {
            throw badQuery("sort takes at most " + MAX_SORT_FIELDS + " fields.");
        }
        return sorts;
    }

    private void requireSortable(String field) {
        if (fieldText.type(field) == FieldType.JSON) {
            throw badQuery("sort cannot use '" + field + "': it holds an array or an object.");
        }
    }

    /** The filter alone, with what every row must meet; fails like {@link #read}. */
    @Nullable
    Condition filter(@Nullable String text) {
        Condition asked = asked(text);
        return asked == null ? rows : permitted(asked);
    }

    private Condition permitted(Condition asked) {
        return rows == null ? asked : new Condition(Operator.AND, null, List.of(), List.of(rows, asked));
    }

    private @Nullable Condition asked(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.length() > MAX_FILTER_LENGTH) {
            throw badQuery("filter is longer than " + MAX_FILTER_LENGTH + " characters.");
        }
        requireShallow(text);
        Condition condition = condition(parse(text));
        if (comparisons(condition) > MAX_COMPARISONS) {
            throw badQuery("filter has more than " + MAX_COMPARISONS + " comparisons.");
        }
        return condition;
    }

    /** The parser recurses: what is nested too deeply must not reach it. Brackets in quotes are text. */
    private static void requireShallow(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (at == '"' || at == '\'') {
                i = endOfQuoted(text, i);
            } else if (at == ')') {
                depth = Math.max(0, depth - 1);
            } else if (at == '(' && ++depth > MAX_NESTING) {
                throw badQuery("filter is nested more than " + MAX_NESTING + " levels deep.");
            }
        }
    }

    /** Where the quote at this place is closed, as the parser reads it; the end of a text in which it is not: there the parser stops at the quote. */
    static int endOfQuoted(String text, int open) {
        int i = open + 1;
        while (i < text.length() && text.charAt(i) != text.charAt(open)) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    private Node parse(String text) {
        try {
            return parser.parse(text);
        } catch (RSQLParserException | IllegalArgumentException e) {
            throw badQuery(RsqlFault.detail(text, e));
        }
    }

    private Condition condition(Node node) {
        if (node instanceof LogicalNode logical) {
            List<Condition> parts = new ArrayList<>();
            for (Node part : logical) {
                parts.add(condition(part));
            }
            return new Condition(node instanceof AndNode ? Operator.AND : Operator.OR, null, List.of(), parts);
        }
        return comparison((ComparisonNode) node);
    }

    private Condition comparison(ComparisonNode node) {
        String field = node.getSelector();
        FieldType type = fieldText.type(field);
        Operator operator = OPERATORS.getOrDefault(node.getOperator(), Operator.EQUAL);
        List<String> arguments = node.getArguments();
        if (arguments.isEmpty()) {
            throw operator == Operator.IN || operator == Operator.NOT_IN ? noList() : badQuery(RsqlFault.NO_VALUE);
        }
        if (arguments.size() > MAX_VALUES) {
            throw badQuery("a list of values in filter has more than " + MAX_VALUES + " entries.");
        }
        boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        String first = arguments.get(0);
        if (operator == Operator.HAS || operator == Operator.LACKS) {
            return leaf(operator, field, List.of(fieldText.element(field, first)));
        }
        if (operator == Operator.LIKE_ANY_CASE || operator == Operator.NOT_LIKE_ANY_CASE) {
            return leaf(operator, field, List.of(pattern(field, first)));
        }
        if (equality && first.equals("null") && type != FieldType.STRING) {
            return leaf(operator == Operator.EQUAL ? Operator.IS_NULL : Operator.NOT_NULL, field, List.of());
        }
        if (type == FieldType.JSON) {
            throw fieldText.incomparable(field);
        }
        if (equality && isText(type) && first.indexOf('*') >= 0) {
            return leaf(operator == Operator.EQUAL ? Operator.LIKE : Operator.NOT_LIKE, field, List.of(first));
        }
        return leaf(
                operator,
                field,
                arguments.stream().map(text -> fieldText.normalise(field, text)).toList());
    }

    private String pattern(String field, String text) {
        if (!isText(fieldText.type(field)) || text.indexOf('\0') >= 0) {
            throw badQuery("ilike and iunlike take a field that is text; '" + field + "' is not.");
        }
        return text;
    }

    static boolean isText(FieldType type) {
        return type == FieldType.STRING || type == FieldType.ENUM;
    }

    static Condition leaf(Operator operator, String field, List<String> values) {
        return new Condition(operator, field, values, List.of());
    }

    private static int comparisons(Condition condition) {
        return condition.parts().isEmpty()
                ? 1
                : condition.parts().stream().mapToInt(ListQuery::comparisons).sum();
    }

    static FailureException noList() {
        return badQuery("in and out take a list of 1 to " + MAX_VALUES + " values.");
    }

    static FailureException badQuery(String detail) {
        return new Failure("bad-query", 400, detail).exception();
    }
}
