package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The mcp door in the whole system, with real tokens. */
class McpIT {
    private static final String DISCOVER =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{\"_meta\":{"
                    + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    private static final String[] HEADERS = {"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "server/discover"};

    private final TestNode node = TestNode.shared();

    @Test
    void whoIsSignedIn_isTold_whatThereIs() {
        Api.Answer answer = node.admin().post("/mcp", DISCOVER, HEADERS);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/result/supportedVersions/0").asText()).isEqualTo("2026-07-28");
        assertThat(answer.json().at("/result/cacheScope").asText()).isEqualTo("private");
    }

    @Test
    void whoIsNot_isSent_toTheMetadata_whichIsThere() {
        Api.Answer refused = node.admin().as(null).post("/mcp", DISCOVER, HEADERS);
        assertThat(refused.status()).isEqualTo(401);
        String metadata = node.url() + "/.well-known/oauth-protected-resource/mcp";
        assertThat(refused.header("www-authenticate")).contains("resource_metadata=\"" + metadata + "\"");
        Api.Answer found = node.admin().as(null).get("/.well-known/oauth-protected-resource/mcp");
        assertThat(found.json().path("resource").asText()).isEqualTo(node.url() + "/mcp");
    }

    @Test
    void aForgedToken_isRefused() {
        String token = node.admin().token();
        Api.Answer refused =
                node.admin().as(token.substring(0, token.length() - 4) + "AAAA").post("/mcp", DISCOVER, HEADERS);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("www-authenticate")).contains("error=\"invalid_token\"");
    }
}
