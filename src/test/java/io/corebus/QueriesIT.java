package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.OpenApiContract;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be asked of a list over REST, against the whole system. What is answered is held against the OpenAPI document. */
class QueriesIT {
    private static final String TASKS = "/api/tasks";
    private static Api admin;
    private static OpenApiContract contract;
    private static String mark;
    private static String project;
    private static final List<String> IDS = new ArrayList<>();

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        contract = new OpenApiContract(admin.get("/openapi.json").text());
        mark = "m" + UUID.randomUUID().toString().replace("-", "");
        String key = "P" + mark.substring(1, 9).toUpperCase(java.util.Locale.ROOT);
        project = created("/api/projects", "{\"key\":\"" + key + "\",\"name\":\"Roof\",\"budget\":10.50}");
        String parent = null;
        for (int i = 1; i <= 5; i++) {
            String more = parent == null ? "" : ",\"parent_id\":\"" + parent + "\"";
            parent = created(
                    TASKS,
                    "{\"project_id\":\"" + project + "\",\"number\":" + i + ",\"title\":\"Fix " + mark + " leak " + i
                            + "\",\"hours\":" + i + more + "}");
            IDS.add(parent);
        }
    }

    private static String created(String path, String body) {
        Answer created = admin.post(path, body);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().get("id").asText();
    }

    private static JsonNode list(Api api, String query) {
        return documented(api.get(TASKS + "?" + query), "GET", TASKS, 200);
    }

    private static JsonNode documented(Answer answer, String method, String path, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode response = contract.response(contract.operation(method, path), status);
        String type = answer.header("Content-Type");
        assertThat(contract.faults(response.get("content").get(type).get("schema"), answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer.json();
    }

    private static String ours() {
        return "filter=" + encoded("project_id==" + project);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static List<String> texts(JsonNode rows, String field) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.path(field).asText()));
        return texts;
    }

    @Test
    void fields_areThoseThatWereAsked_andTheId() {
        JsonNode page = list(admin, ours() + "&fields=hours,title&limit=1");

        assertThat(page.get("data").get(0).toString())
                .isEqualTo("{\"id\":\"" + IDS.get(0) + "\",\"title\":\"Fix " + mark
                        + " leak 1\",\"hours\":1.0}"
                                .replace(
                                        "1.0}",
                                        page.get("data").get(0).get("hours").toString() + "}"));
    }

    @Test
    void references_areFollowed_overTwoLevels() {
        JsonNode page = list(admin, ours() + "&fields=title&expand=project_id,parent_id.project_id&sort=number");

        assertThat(page.get("data").get(1).path("parent_id").asText()).isEqualTo(IDS.get(0));
        JsonNode included = page.get("included");
        assertThat(included.at("/projects/" + project + "/name").asText()).isEqualTo("Roof");
        assertThat(included.at("/projects/" + project + "/budget").asDouble()).isEqualTo(10.5);
        assertThat(included.get("projects")).hasSize(1);
        assertThat(included.get("tasks").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(IDS.subList(0, 4));
        assertThat(list(admin, "filter=number%3D%3D-1&expand=project_id")
                        .get("included")
                        .toString())
                .isEqualTo("{\"projects\":{}}");
    }

    @Test
    void searches_findWords_inTheOrderOfTheList() {
        assertThat(texts(list(admin, "q=" + mark + "+lea&sort=-number").get("data"), "number"))
                .containsExactly("5", "4", "3", "2", "1");
        assertThat(texts(
                        list(admin, "q=" + encoded(mark.toUpperCase(java.util.Locale.ROOT)) + "+5")
                                .get("data"),
                        "id"))
                .containsExactly(IDS.get(4));
        assertThat(list(admin, "q=" + mark + "+nothing").get("data")).isEmpty();
        assertThat(texts(list(admin, "q=" + encoded("leak-3/" + mark)).get("data"), "id"))
                .containsExactly(IDS.get(2));
        assertThat(admin.get("/api/features?q=x").code()).isEqualTo("bad-query");
    }

    @Test
    void counts_areOfAllPages() {
        JsonNode page = list(admin, ours() + "&limit=2&count=exact").get("page");
        assertThat(page.get("count").asLong()).isEqualTo(5);
        assertThat(page.get("count_exact").asBoolean()).isTrue();
        assertThat(list(admin, "q=" + mark + "&count=exact").at("/page/count").asLong())
                .isEqualTo(5);

        JsonNode estimated = list(admin, "count=estimated").get("page");
        assertThat(estimated.get("count_exact").asBoolean()).isFalse();
        assertThat(estimated.get("count").asLong()).isGreaterThan(0);
        assertThat(list(admin, ours()).get("page").has("count")).isFalse();
        Answer wrong = admin.get(TASKS + "?count=yes");
        assertThat(wrong.json().get("detail").asText()).isEqualTo("count is exact or estimated.");
    }

    @Test
    void theNextLink_keepsWhatWasAsked() {
        String path = TASKS + "?" + ours() + "&q=" + mark
                + "&sort=-number&fields=number&limit=2&count=exact&expand=parent_id";
        List<String> numbers = new ArrayList<>();
        while (path != null) {
            Answer answer = admin.get(path);
            JsonNode page = documented(answer, "GET", TASKS, 200);
            assertThat(page.at("/page/count").asLong()).isEqualTo(5);
            assertThat(page.has("included")).isTrue();
            numbers.addAll(texts(page.get("data"), "number"));
            String link = answer.header("Link");
            path = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(numbers).containsExactly("5", "4", "3", "2", "1");
    }

    private static Answer query(String body) {
        return admin.post(TASKS + "/query", body.replace('\'', '"'));
    }

    @Test
    void aQueryInABody_answersTheSame() {
        String byParameters = admin.get(TASKS + "?"
                        + "filter=" + encoded("project_id==" + project + ";(number=ge=4,title==*1)")
                        + "&sort=-number,id&fields=title,number&expand=project_id&count=exact&limit=2&q=" + mark)
                .text();
        String rest =
                "'sort':['-number','id'],'fields':['title','number'],'expand':['project_id'],'count':'exact','limit':2,'q':'"
                        + mark + "'}";
        String tree = "{'and':[{'field':'project_id','op':'eq','value':'" + project
                + "'},{'or':[{'field':'number','op':'ge','value':4},{'field':'title','op':'like','value':'*1'}]}]}";
        Answer byTree = query("{'filter':" + tree + "," + rest);

        documented(byTree, "POST", TASKS + "/query", 200);
        assertThat(byTree.text()).isEqualTo(byParameters);
        String rsql = "{'filter':'project_id==" + project + ";(number=ge=4,title==*1)','sort':'-number,id',"
                + rest.substring(rest.indexOf("'fields'"));
        assertThat(query(rsql).text()).isEqualTo(byParameters);
        Answer byMethod = admin.send("QUERY", TASKS, rsql.replace('\'', '"'), "Content-Type", "application/json");
        assertThat(byMethod.status()).as(byMethod.text()).isEqualTo(200);
        assertThat(byMethod.text()).isEqualTo(byParameters);
    }

    @Test
    void aQueryInABody_goesOnWithItsCursor() {
        String asked = "{'filter':'project_id==" + project + "','limit':3";
        JsonNode first = query(asked + "}").json();
        JsonNode second = query(asked + ",'cursor':'" + first.at("/page/next").asText() + "'}")
                .json();

        assertThat(texts(first.get("data"), "id")).isEqualTo(IDS.subList(0, 3));
        assertThat(texts(second.get("data"), "id")).isEqualTo(IDS.subList(3, 5));
        assertThat(second.at("/page/next").isNull()).isTrue();
    }

    @Test
    void aBodyThatIsWrong_isRefusedWithEveryFault() {
        Answer refused = query("{'filter':1,'sort':[1],'limit':'x','colour':1,'expand':[],'count':null}");

        documented(refused, "POST", TASKS + "/query", 422);
        assertThat(texts(refused.json().get("errors"), "pointer"))
                .containsExactlyInAnyOrder("/filter", "/sort", "/limit", "/colour", "/expand", "/count");
        documented(query("{'filter':{'field':'title'}}"), "POST", TASKS + "/query", 400);
        documented(query("{"), "POST", TASKS + "/query", 400);
        documented(query("[]"), "POST", TASKS + "/query", 422);
        documented(query("{'sort':'tags'}"), "POST", TASKS + "/query", 400);
        documented(query("{'cursor':'x'}"), "POST", TASKS + "/query", 400);
    }

    @Test
    void aQueryInABody_takesTheRightToRead() {
        assertThat(TestNode.shared().user().post("/api/features/query", "{}").code())
                .isEqualTo("forbidden");
        assertThat(TestNode.shared().user().post(TASKS + "/query", "{}").json().get("data"))
                .isEmpty();
        assertThat(TestNode.shared().user("viewer").post(TASKS + "/query", "{}").status())
                .isEqualTo(200);
        assertThat(admin.send("OPTIONS", TASKS + "/query", null).header("Allow"))
                .isEqualTo("POST");
    }
}
