package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.vertx.core.http.HttpServerRequest;

/** This door as a protected resource of OAuth 2.1: where agents learn what tokens it takes (RFC 9728), and how it asks for one (RFC 6750). */
final class McpResource {
    static final String PATH = "/mcp";
    static final String METADATA = "/.well-known/oauth-protected-resource";

    private final McpConfig config;

    McpResource(McpConfig config) {
        this.config = config;
    }

    ObjectNode metadata(HttpServerRequest request) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("resource", base(request) + PATH);
        if (!config.authorizationServers().isEmpty()) {
            ArrayNode servers = metadata.putArray("authorization_servers");
            config.authorizationServers().forEach(servers::add);
        }
        metadata.putArray("scopes_supported").add("read").add("write");
        metadata.putArray("bearer_methods_supported").add("header");
        return metadata.put("resource_name", "Corebus");
    }

    /** What {@code WWW-Authenticate} says with this refusal. */
    String challenge(HttpServerRequest request, Failure failure) {
        String where = "Bearer realm=\"corebus\", resource_metadata=\"" + base(request) + METADATA + PATH + "\"";
        return switch (failure.code()) {
            case "invalid-token" -> where + ", error=\"invalid_token\"";
            case "insufficient-scope" -> where + ", error=\"insufficient_scope\", scope=\"read write\"";
            default -> where + ", scope=\"read\"";
        };
    }

    private String base(HttpServerRequest request) {
        String url = config.publicUrl();
        if (url != null) {
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
        return request.scheme() + "://" + request.authority();
    }
}
