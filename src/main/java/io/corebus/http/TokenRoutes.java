package io.corebus.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.TokenMessages;
import io.corebus.access.TokenMessages.ApiToken;
import io.corebus.access.TokenMessages.ApiTokens;
import io.corebus.access.TokenMessages.IssueToken;
import io.corebus.access.TokenMessages.IssuedToken;
import io.corebus.access.TokenMessages.ListTokens;
import io.corebus.access.TokenMessages.RevokeToken;
import io.corebus.bus.Bus;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** API tokens: everybody's own under {@code /api/me/tokens}, those of others under {@code /api/users/{id}/tokens}. */
final class TokenRoutes {
    private static final String MINE = "/api/me/tokens";
    private static final String OF_USER = "/api/users/:id/tokens";
    private static final String FEATURE = "tokens";

    private final Bus bus;

    TokenRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, MINE, FEATURE, "list", exchange -> list(exchange, Me.id(exchange)));
        door.withBody(HttpMethod.POST, MINE, FEATURE, "issue", exchange -> issue(exchange, Me.id(exchange)));
        door.on(HttpMethod.DELETE, MINE + "/:token", FEATURE, "revoke", exchange -> revoke(exchange, Me.id(exchange)));
        door.on(HttpMethod.GET, OF_USER, FEATURE, "list", exchange -> list(exchange, exchange.path("id")));
        door.withBody(HttpMethod.POST, OF_USER, FEATURE, "issue", exchange -> issue(exchange, exchange.path("id")));
        door.on(
                HttpMethod.DELETE,
                OF_USER + "/:token",
                FEATURE,
                "revoke",
                exchange -> revoke(exchange, exchange.path("id")));
    }

    private Future<Void> list(Exchange exchange, String user) {
        QueryParameters.none(exchange);
        return bus.request(TokenMessages.LIST_TOKENS, new ListTokens(user), exchange.caller())
                .compose(tokens -> Answers.unstored(exchange, 200, json(tokens)));
    }

    private Future<Void> issue(Exchange exchange, String user) {
        JsonForm form = JsonForm.read(exchange, Set.of("name", "scopes", "expires_at", "rate"));
        IssueToken request = new IssueToken(
                user,
                form.text("name"),
                form.has("scopes") ? form.texts("scopes") : null,
                form.has("expires_at") ? form.text("expires_at") : null,
                form.has("rate") ? form.number("rate") : null,
                TokenMessages.seed());
        form.requireValid();
        return bus.request(TokenMessages.ISSUE_TOKEN, request, exchange.caller())
                .compose(issued -> answerIssued(exchange, issued));
    }

    private static Future<Void> answerIssued(Exchange exchange, IssuedToken issued) {
        String path = exchange.request().path();
        exchange.response()
                .putHeader(HttpHeaderNames.LOCATION, path + "/" + issued.token().id());
        return Answers.unstored(exchange, 201, json(issued.token()).put("token", issued.secret()));
    }

    private Future<Void> revoke(Exchange exchange, String user) {
        QueryParameters.none(exchange);
        return bus.request(TokenMessages.REVOKE_TOKEN, new RevokeToken(user, exchange.path("token")), exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private static ObjectNode json(ApiTokens tokens) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        tokens.tokens().forEach(token -> data.add(json(token)));
        return json;
    }

    private static ObjectNode json(ApiToken token) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", token.id()).put("prefix", token.prefix()).put("name", token.name());
        ArrayNode scopes = json.putArray("scopes");
        token.scopes().forEach(scopes::add);
        json.put("created_at", token.createdAt());
        put(json, "expires_at", token.expiresAt());
        put(json, "last_used_at", token.lastUsedAt());
        if (token.rate() != null) {
            json.put("rate", token.rate());
        }
        return json;
    }

    /** What is absent is left out. */
    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
