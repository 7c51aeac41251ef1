package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import io.corebus.resource.ResourceMessages.CountResources;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.CountRows;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Operator;
import io.corebus.storage.StorageMessages.Sort;
import io.corebus.testing.TestFeatures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked of a list, and what cannot. */
class ListQueryTest {
    private static Features features;
    private static ListQuery tasks;

    @BeforeAll
    static void read() throws Exception {
        features = FeatureReader.read(Path.of("conf/features"));
        tasks = new ListQuery(features.find("tasks"));
    }

    private static ListRows asked(String filter, String sort, String condition, String search, String fields) {
        Json tree = condition == null ? null : Json.of(condition.replace('\'', '"'));
        return tasks.read(new ListResources("tasks", filter, sort, null, null, tree, search, fields, null, null));
    }

    private static Condition tree(String condition) {
        return asked(null, null, condition, null, null).filter();
    }

    private static String refused(Runnable read) {
        Failure failure =
                catchThrowableOfType(FailureException.class, read::run).failure();
        assertThat(failure.code()).isEqualTo("bad-query");
        assertThat(failure.status()).isEqualTo(400);
        return failure.detail();
    }

    @Test
    void everythingAtOnce_isOneQuestion() {
        ListRows rows = asked("priority=ge=5", "-due_at,title", null, "Fix log", "title,due_at,version");

        assertThat(rows)
                .isEqualTo(new ListRows(
                        "tasks",
                        leaf(Operator.GREATER_OR_EQUAL, "priority", "5"),
                        List.of(new Sort("due_at", true), new Sort("title", false)),
                        50,
                        null,
                        List.of("title", "due_at", "version"),
                        "Fix log",
                        shape()));
        assertThat(ListQuery.count(rows, true))
                .isEqualTo(new CountRows("tasks", rows.filter(), "Fix log", true, shape()));
    }

    @Test
    void aCount_isReadLikeAList() {
        assertThat(tasks.count(new CountResources("tasks", "urgent==true", false)))
                .isEqualTo(new CountRows("tasks", leaf(Operator.EQUAL, "urgent", "true"), null, false, shape()));
        assertThat(refused(() -> tasks.count(new CountResources("tasks", "colour==red", false))))
                .isEqualTo("There is no field 'colour' in tasks.");
    }

    private static String shape() {
        return features.find("tasks").shape();
    }

    private static Condition leaf(Operator operator, String field, String... values) {
        return new Condition(operator, field, List.of(values), List.of());
    }

    @Test
    void aTree_saysWhatRsqlSays() {
        assertThat(tree("{'and':[{'field':'priority','op':'ge','value':5},{'or':["
                        + "{'field':'title','op':'like','value':'a*'},{'field':'due_at','op':'eq','value':null}]}]}"))
                .isEqualTo(tasks.filter("priority=ge=5;(title==a*,due_at==null)"));
        assertThat(tree("{'field':'status','op':'in','value':['open','done']}"))
                .isEqualTo(tasks.filter("status=in=(open,done)"));
        assertThat(tree("{'field':'hours','op':'lt','value':1.50}")).isEqualTo(tasks.filter("hours<1.5"));
        assertThat(tree("{'field':'urgent','op':'ne','value':true}")).isEqualTo(tasks.filter("urgent!=true"));
        assertThat(tree("{'field':'due_at','op':'out','value':['2026-01-01T00:00:00Z']}"))
                .isEqualTo(tasks.filter("due_at=out=(2026-01-01T00:00:00Z)"));
    }

    @Test
    void anArray_isAskedForAnElement_orWhetherItIsThere() {
        assertThat(tasks.filter("tags=has=\"two \\\"words\\\"\""))
                .isEqualTo(leaf(Operator.HAS, "tags", "\"two \\\"words\\\"\""));
        assertThat(tasks.filter("tags=lacks=null")).isEqualTo(leaf(Operator.LACKS, "tags", "\"null\""));
        assertThat(tree("{'field':'tags','op':'has','value':'a*'}")).isEqualTo(tasks.filter("tags=has=a*"));
        assertThat(tasks.filter("tags==null")).isEqualTo(leaf(Operator.IS_NULL, "tags"));
        assertThat(tree("{'field':'tags','op':'ne','value':null}")).isEqualTo(tasks.filter("tags!=null"));
    }

    @Test
    void aText_isComparedWhateverItsCase() {
        assertThat(tasks.filter("title=ilike=fix*")).isEqualTo(leaf(Operator.LIKE_ANY_CASE, "title", "fix*"));
        assertThat(tree("{'field':'title','op':'iunlike','value':'fix'}")).isEqualTo(tasks.filter("title=iunlike=fix"));
    }

    @Test
    void inATree_anAsteriskAndNullAreNoWords() {
        assertThat(tree("{'field':'title','op':'eq','value':'a*'}")).isEqualTo(leaf(Operator.EQUAL, "title", "a*"));
        assertThat(tree("{'field':'title','op':'ne','value':null}")).isEqualTo(leaf(Operator.NOT_NULL, "title"));
    }

    /** For an enum, {@code ==null} asks for what has no value; a list of values has no such word. */
    @Test
    void theValueNull_ofAnEnum_isAskedForInAListOrATree() {
        ListQuery things = new ListQuery(TestFeatures.of(Map.of("things", """
                        feature: things
                        schema:
                          type: object
                          properties:
                            kind: {type: string, enum: [a, "null"]}
                        """)).find("things"));

        assertThat(filter(things, "kind==\"null\"", null)).isEqualTo(leaf(Operator.IS_NULL, "kind"));
        assertThat(filter(things, "kind=in=(null)", null)).isEqualTo(leaf(Operator.IN, "kind", "null"));
        assertThat(filter(things, null, "{\"field\":\"kind\",\"op\":\"eq\",\"value\":\"null\"}"))
                .isEqualTo(leaf(Operator.EQUAL, "kind", "null"));
    }

    private static Condition filter(ListQuery query, String filter, String tree) {
        Json json = tree == null ? null : Json.of(tree);
        return query.read(new ListResources("things", filter, null, null, null, json, null, null, null, null))
                .filter();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | A part of filter is {\"and\": [...]}, {\"or\": [...]} or {\"field\": ..., \"op\": ..., \"value\": ...}.",
                "[] | A part of filter is {\"and\": [...]}, {\"or\": [...]} or {\"field\": ..., \"op\": ..., \"value\": ...}.",
                "{'field':'title','op':'eq'} | A part of filter is {\"and\": [...]}, {\"or\": [...]} or {\"field\": ..., \"op\": ..., \"value\": ...}.",
                "{'and':[]} | 'and' in filter stands alone and takes a list of conditions.",
                "{'and':[],'or':[]} | 'and' in filter stands alone and takes a list of conditions.",
                "{'or':{}} | 'or' in filter stands alone and takes a list of conditions.",
                "{'field':'title','op':'is','value':1} | op in filter is one of eq, ge, gt, has, ilike, in, iunlike, lacks, le, like, lt, ne, out, unlike.",
                "{'field':'titel','op':'eq','value':1} | There is no field 'titel' in tasks. Did you mean title?",
                "{'field':'tags','op':'eq','value':1} | filter cannot compare 'tags': it holds an array or an object. Ask for an element with has or lacks, or compare it with null.",
                "{'field':'priority','op':'lt','value':null} | null in filter is compared with eq or ne only.",
                "{'field':'priority','op':'eq','value':[1]} | The value for 'priority' must be a text, a number, true or false.",
                "{'field':'priority','op':'in','value':1} | in and out take a list of 1 to 200 values.",
                "{'field':'priority','op':'in','value':[]} | in and out take a list of 1 to 200 values.",
                "{'field':'priority','op':'like','value':'1*'} | like, unlike, ilike and iunlike take a text for a field that is text; 'priority' is not.",
                "{'field':'title','op':'like','value':1} | like, unlike, ilike and iunlike take a text for a field that is text; 'title' is not.",
                "{'field':'priority','op':'eq','value':1.5} | The value for 'priority' must be a whole number, such as 10. It is '1.5'."
            })
    void aTreeThatIsWrong_isRefused(String tree, String detail) {
        assertThat(refused(() -> tree(tree))).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority=in=() | in and out take a list of 1 to 200 values.",
                "title=out=() | in and out take a list of 1 to 200 values.",
                "priority==1;(title==a,title=in=( )) | in and out take a list of 1 to 200 values.",
                "tags==a | filter cannot compare 'tags': it holds an array or an object. Ask for an element with has or lacks, or compare it with null.",
                "title=has=a | has and lacks take a field that holds an array of texts, numbers, or true and false; 'title' does not.",
                "id=lacks=a | has and lacks take a field that holds an array of texts, numbers, or true and false; 'id' does not.",
                "labels=has=a | There is no field 'labels' in tasks.",
                "priority=ilike=1* | ilike and iunlike take a field that is text; 'priority' is not.",
                "tags=ilike=a | ilike and iunlike take a field that is text; 'tags' is not.",
                "priority=in= | in and out take a list of 1 to 200 values."
            })
    void rsqlThatIsWrong_isRefused(String filter, String detail) {
        assertThat(refused(() -> tasks.filter(filter))).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority==() | a comparison has no value, or more than one",
                "priority==(1,2) | a comparison has no value, or more than one",
                "priority | it cannot be read from about character 8 on",
                "priority==1; | it cannot be read from about character 12 on",
                "title=a | equal is written ==",
                "title=a;priority=1 | equal is written ==",
                "title===a | equal is written ==",
                "title==a AND priority>1 | and is written ; here, or is written ,",
                "title==a&&priority>1 | and is written ; here, or is written ,",
                "title==' AND ';priority | it cannot be read from about character 23 on",
                "title=like=*a | there is no operator =like="
            })
    void rsqlThatCannotBeRead_isRefused_withWhatIsLikelyMeant(String filter, String why) {
        assertThat(refused(() -> tasks.filter(filter)))
                .startsWith("filter is not valid RSQL: " + why + ". Write a field, one of ==, ")
                .endsWith(" stands in quotes.");
    }

    @Test
    void aTree_hasBounds() {
        String leaf = "{'field':'priority','op':'eq','value':1}";
        String deep = "{'and':[".repeat(20) + leaf + "]}".repeat(20);
        assertThat(tree(deep)).isNotNull();
        assertThat(refused(() -> tree("{'or':[" + deep + "]}")))
                .isEqualTo("filter is nested more than 20 levels deep.");
        assertThat(refused(() -> tree("{'or':[" + (leaf + ",").repeat(50) + leaf + "]}")))
                .isEqualTo("filter has more than 50 comparisons.");
        String values = IntStream.range(0, 201).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertThat(refused(() -> tree("{'field':'priority','op':'in','value':[" + values + "]}")))
                .isEqualTo("in and out take a list of 1 to 200 values.");
    }

    @Test
    void bracketsInQuotes_areText() {
        String brackets = "(".repeat(30) + ")".repeat(50);
        for (String written : List.of("\"" + brackets + "'\\\"\"", "'" + brackets + "\\'\"\\\\'")) {
            assertThat(tasks.filter("title==" + written).values())
                    .singleElement()
                    .asString()
                    .startsWith(brackets);
        }
    }

    /** Whatever stands before it: the parser would run out of stack. */
    @ParameterizedTest
    @ValueSource(strings = {"", "title==\")%1$s\";", "title=='\\')%1$s';", "title=='\"';title=='%1$s\"';", ")%1$s"})
    void deepNesting_isRefused(String before) {
        String filter = before.formatted(")".repeat(1_500)) + "(".repeat(1_200) + "priority==1" + ")".repeat(1_200);

        assertThat(refused(() -> tasks.filter(filter))).isEqualTo("filter is nested more than 20 levels deep.");
    }

    @Test
    void nesting_isAllowedUpToItsBound_oneBesideTheOther() {
        String deep = "(".repeat(20) + "priority==1" + ")".repeat(20);

        assertThat(tasks.filter(deep + ";" + deep)).isNotNull();
        assertThat(refused(() -> tasks.filter("(" + deep + ")")))
                .isEqualTo("filter is nested more than 20 levels deep.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"title==\"", "title=='a", "title==\"a\\", "title=='a\"((((((((((((((((((((((", "ti'tle==a"})
    void aQuoteThatIsNotClosed_isNoRsql(String filter) {
        assertThat(refused(() -> tasks.filter(filter))).startsWith("filter is not valid RSQL: it cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour | There is no field 'colour' in tasks.",
                "title,title | fields names 'title' twice.",
                "title, | There is no field '' in tasks. Did you mean id?"
            })
    void fieldsThatAreNot_areRefused(String fields, String detail) {
        assertThat(refused(() -> asked(null, null, null, null, fields))).isEqualTo(detail);
    }

    @Test
    void aSearch_takesWords_whereThereIsSomethingToSearch() {
        assertThat(refused(() -> asked(null, null, null, "", null)))
                .isEqualTo("q takes words, with at least one letter or digit.");
        assertThat(refused(() -> asked(null, null, null, "*!", null)))
                .isEqualTo("q takes words, with at least one letter or digit.");
        assertThat(refused(() -> asked(null, null, null, "a\0b", null)))
                .isEqualTo("q takes words, with at least one letter or digit.");
        assertThat(refused(() -> asked(null, null, null, "x".repeat(201), null)))
                .isEqualTo("q is longer than 200 characters.");
        ListQuery values = new ListQuery(features.find("features"));
        assertThat(refused(() -> values.read(
                        new ListResources("features", null, null, null, null, null, "x", null, null, null))))
                .isEqualTo(
                        "There is nothing to search in features: none of its fields says x-search, or you may not read all of those that do.");
    }

    @Test
    void references_areFollowedAsTrees() {
        assertThat(Expansion.read(features, features.find("tasks"), "parent_id.project_id,project_id,parent_id"))
                .containsExactly(
                        new Expansion(
                                "parent_id", "tasks", List.of(new Expansion("project_id", "projects", List.of()))),
                        new Expansion("project_id", "projects", List.of()));
        assertThat(Expansion.read(features, features.find("tasks"), null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title | expand takes fields that refer to another resource; 'title' of tasks is none.",
                "project_id.parent_id | expand takes fields that refer to another resource; 'parent_id' of projects is none.",
                "project_id, | expand takes fields that refer to another resource; '' of tasks is none.",
                "parent_id.parent_id.parent_id | expand follows references over at most 2 levels.",
                "parent_id,parent_id,parent_id,parent_id,parent_id,parent_id | expand takes at most 5 paths."
            })
    void whatCannotBeFollowed_isRefused(String expand, String detail) {
        assertThat(refused(() -> Expansion.read(features, features.find("tasks"), expand)))
                .isEqualTo(detail);
    }

    @Test
    void resources_areTakenOutOfTheirArray_asTheyAre() {
        Referrers rows = new Referrers(
                Json.of(
                        "[{\"id\":\"1\",\"to\":\"é\",\"x\":{\"to\":\"no\",\"id\":\"9\"}},{\"to\":\"é\",\"id\":\"2\",\"n\":1.50},{\"id\":\"3\"}]"));

        assertThat(rows.targets("to")).containsExactly("é");
        assertThat(rows.byId())
                .containsExactly(
                        Map.entry("1", "{\"id\":\"1\",\"to\":\"é\",\"x\":{\"to\":\"no\",\"id\":\"9\"}}"),
                        Map.entry("2", "{\"to\":\"é\",\"id\":\"2\",\"n\":1.50}"),
                        Map.entry("3", "{\"id\":\"3\"}"));
    }
}
