package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Api.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages for people who write clients, and the document that is theirs. */
class ApiPagesIT {
    private static Api admin;
    private static Api nobody;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        nobody = admin.as(null);
    }

    @Test
    void everyTypeOfAProblem_leadsToAPage() {
        for (Answer refused : List.of(
                nobody.get("/api/features"),
                nobody.get("/no/such/path"),
                admin.post("/api/features", "{"),
                admin.post("/api/features", "{}"),
                admin.get("/api/features?limit=0"))) {
            String type = refused.json().get("type").asText();
            assertThat(type).isEqualTo("/problems/" + refused.code());
            Answer page = nobody.get(type);
            assertThat(page.status()).as(type).isEqualTo(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'");
            assertThat(page.text())
                    .contains("<h1>" + refused.code() + "</h1>", "<span class=\"status bad\">" + refused.status());
        }
        assertThat(nobody.get("/problems").text()).contains("/problems/validation", "/problems/storage-unavailable");
    }

    @Test
    void everyTypeOfAProblem_hasTheAddressOfTheServer_whereItIsSet() {
        TestNode node = TestNode.start("public", Map.of("COREBUS_HTTP_PUBLIC_URL", "https://api.example.com/"));
        try {
            for (String path : List.of("/api/features", "/no/such/path", "/api/features?x=1")) {
                Answer refused = node.admin().as(null).get(path);
                assertThat(refused.json().get("type").asText())
                        .isEqualTo("https://api.example.com/problems/" + refused.code());
            }
        } finally {
            node.stop();
        }
    }

    @Test
    void whatAClientHasAlready_isNotSentAgain() {
        for (String path : List.of(
                "/openapi.json", "/asyncapi.json", "/docs", "/docs/docs.js", "/admin", "/live/sockjs.js", "/")) {
            Answer whole = nobody.get(path);
            String tag = whole.header("ETag");
            Answer known = nobody.get(path, "If-None-Match", "\"x\", " + tag);

            assertThat(whole.status()).isEqualTo(200);
            assertThat(tag).as(path).startsWith("W/\"").endsWith("\"");
            assertThat(known.status()).as(path).isEqualTo(304);
            assertThat(known.text()).isEmpty();
            assertThat(known.header("ETag")).isEqualTo(tag);
            assertThat(known.header("Cache-Control")).isEqualTo(whole.header("Cache-Control"));
            assertThat(known.raw().headers().allValues("Vary")).contains("accept-encoding");
            assertThat(nobody.get(path, "If-None-Match", tag.substring(2)).status())
                    .isEqualTo(304);
            assertThat(nobody.get(path, "If-None-Match", "*").status()).isEqualTo(304);
            assertThat(nobody.get(path, "If-None-Match", "\"x\"").text()).isEqualTo(whole.text());
        }
    }

    @Test
    void theDocumentOfAnotherCaller_isAnotherOne() {
        String tag = nobody.get("/openapi.json").header("ETag");
        Answer own = TestNode.shared().user("viewer").get("/openapi.json", "If-None-Match", tag);

        assertThat(own.status()).isEqualTo(200);
        assertThat(own.header("ETag")).isNotEqualTo(tag);
        assertThat(admin.get("/openapi.json", "If-None-Match", tag).status()).isEqualTo(304);
    }

    @Test
    void theDocument_withAToken_hasWhatItsCallerMayDo() {
        String whole = nobody.get("/openapi.json").text();
        Answer own = TestNode.shared().user("viewer").get("/openapi.json");

        assertThat(admin.get("/openapi.json").text()).isEqualTo(whole);
        assertThat(own.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(own.header("Vary")).containsIgnoringCase("authorization");
        assertThat(new TreeSet<>(own.json().findValuesAsText("operationId")))
                .contains("listFeatures")
                .doesNotContain("createFeatures", "createUsers");
        assertThat(whole).contains("createFeatures", "createUsers");
        assertThat(admin.as("x").get("/openapi.json").status()).isEqualTo(401);
    }
}
