package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator and a scraper see. */
class ManagementIT {
    private static Api nobody;

    @BeforeAll
    static void start() {
        nobody = TestNode.shared().admin().as(null);
    }

    @Test
    void aNodeThatServes_saysSoEverywhere() {
        assertThat(nobody.get("/livez").status()).isEqualTo(200);
        assertThat(nobody.get("/startupz").status()).isEqualTo(200);
        assertThat(nobody.get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void health_hasOneCheckPerRoom_andTheMembers() {
        JsonNode health = nobody.get("/health").json();

        assertThat(health.get("status").asText()).isEqualTo("UP");
        assertThat(health.get("checks"))
                .extracting(check ->
                        check.get("id").asText() + " " + check.get("status").asText())
                .containsExactlyInAnyOrder("access UP", "audit UP", "resource UP", "storage UP", "webhook UP");
        assertThat(health.toString()).contains("redis", "postgresql");
        assertThat(health.at("/cluster/members")).isNotEmpty();
    }

    @Test
    void metrics_countRequestsPerFeatureAndAction() {
        TestNode.shared().admin().get("/api/features");
        TestNode.shared().admin().get("/api/features/019f0000-0000-7000-8000-000000000001");

        String metrics = nobody.get("/metrics").text();

        assertThat(metrics)
                .containsPattern(
                        "corebus_http_requests_seconds_count\\{action=\"list\",feature=\"features\",status=\"200\"} [1-9]");
        assertThat(metrics)
                .contains("corebus_bus_requests_seconds_count", "corebus_cache_reads_total", "jvm_memory_used_bytes");
    }

    @Test
    void theStartPage_leadsOn() {
        JsonNode index = nobody.get("/").json();

        assertThat(index.at("/features/features").asText()).isEqualTo("/api/features");
        assertThat(nobody.get(index.get("openapi").asText())
                        .json()
                        .get("openapi")
                        .asText())
                .isEqualTo("3.1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/docs",
                "/docs/docs.css",
                "/admin",
                "/admin/main.js",
                "/pages/base.css",
                "/setup",
                "/setup.js",
                "/live",
                "/live/live.js",
                "/asyncapi.json",
                "/openapi.json",
                "/problems",
                "/problems/validation",
                "/livez",
                "/readyz",
                "/startupz",
                "/health",
                "/metrics"
            })
    void whatIsServed_takesHead_tellsItsMethods_andRefusesOthers(String path) {
        assertThat(nobody.send("HEAD", path, null).status()).isEqualTo(200);
        Api.Answer options = nobody.send("OPTIONS", path, null);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("GET, HEAD");
        Api.Answer refused = nobody.delete(path);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.code()).isEqualTo("method-not-allowed");
        assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void aWebSocketsPath_tellsItsMethods_andRefusesOthers() {
        assertThat(nobody.get("/ws/features").status()).isEqualTo(426);
        assertThat(nobody.send("HEAD", "/ws/features", null).status()).isEqualTo(426);
        assertThat(nobody.send("OPTIONS", "/ws/features", null).header("Allow")).isEqualTo("GET, HEAD");
        assertThat(nobody.delete("/ws/features").status()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "query, GET, POST",
        "query, DELETE, POST",
        "batch, GET, POST",
        "batch, HEAD, POST",
        "import, GET, POST",
        "import, PUT, POST",
        "export, DELETE, 'GET, HEAD'",
        "export, PATCH, 'GET, HEAD'",
        "events, DELETE, 'GET, HEAD'"
    })
    void whatStandsBesideTheResources_isNoResource(String name, String method, String allowed) {
        Api.Answer refused = TestNode.shared().admin().send(method, "/api/features/" + name, null);

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo(allowed);
    }

    @Test
    void theSetupPage_isServedUnderAStrictPolicy() {
        Api.Answer page = nobody.get("/setup");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(nobody.get("/setup.js").status()).isEqualTo(200);
        assertThat(nobody.get("/setup.css").status()).isEqualTo(200);
    }
}
