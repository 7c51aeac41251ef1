package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.OidcMessages;
import io.corebus.access.OidcMessages.FindOidc;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** This door as a protected resource of OAuth 2.1: where agents learn what tokens it takes (RFC 9728), and how it asks for one (RFC 6750). */
final class McpResource {
    static final String PATH = "/mcp";
    static final String METADATA = "/.well-known/oauth-protected-resource";

    private final McpConfig config;
    private final Bus bus;

    McpResource(McpConfig config, Bus bus) {
        this.config = config;
        this.bus = bus;
    }

    Future<ObjectNode> metadata(Exchange exchange) {
        return bus.request(OidcMessages.FIND_OIDC, new FindOidc(), exchange.caller())
                .map(offer -> metadata(exchange.request(), offer.tokenIssuer()));
    }

    private ObjectNode metadata(HttpServerRequest request, @Nullable String issuer) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("resource", base(request) + PATH);
        if (issuer != null) {
            metadata.putArray("authorization_servers").add(issuer);
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
