package io.corebus.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.OidcMessages;
import io.corebus.access.OidcMessages.ForeignIdentities;
import io.corebus.access.OidcMessages.ForeignIdentity;
import io.corebus.access.OidcMessages.ListIdentities;
import io.corebus.access.OidcMessages.UnlinkUser;
import io.corebus.bus.Bus;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** Under which names providers know somebody: {@code /api/me/identities}, {@code /api/users/{id}/identities}. */
final class IdentityRoutes {
    private static final String OF_USER = "/api/users/:id/identities";
    private static final String FEATURE = "identities";

    private final Bus bus;

    IdentityRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, "/api/me/identities", FEATURE, "list", exchange -> list(exchange, Me.id(exchange)));
        door.on(HttpMethod.GET, OF_USER, FEATURE, "list", exchange -> list(exchange, exchange.path("id")));
        door.on(HttpMethod.DELETE, OF_USER, FEATURE, "unlink", this::unlink);
    }

    private Future<Void> list(Exchange exchange, String user) {
        QueryParameters.none(exchange);
        return bus.request(OidcMessages.LIST_IDENTITIES, new ListIdentities(user), exchange.caller())
                .compose(identities -> Answers.unstored(exchange, 200, json(identities)));
    }

    private Future<Void> unlink(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(OidcMessages.UNLINK_USER, new UnlinkUser(exchange.path("id")), exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private static ObjectNode json(ForeignIdentities identities) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        identities.identities().forEach(identity -> data.add(json(identity)));
        return json;
    }

    private static ObjectNode json(ForeignIdentity identity) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("issuer", identity.issuer())
                .put("subject", identity.subject())
                .put("created_at", identity.createdAt());
    }
}
