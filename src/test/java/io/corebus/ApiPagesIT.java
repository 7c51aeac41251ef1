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
        TestNode node = TestNode.start("public", Map.of("COREBUS_HTTP_PUBLIC_URL", "https://api.example.com/bus/"));
        try {
            for (String path : List.of("/api/features", "/no/such/path", "/api/features?x=1")) {
                Answer refused = node.admin().as(null).get(path);
                assertThat(refused.json().get("type").asText())
                        .isEqualTo("https://api.example.com/bus/problems/" + refused.code());
            }
        } finally {
            node.stop();
        }
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
