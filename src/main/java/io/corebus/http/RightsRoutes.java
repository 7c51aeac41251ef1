package io.corebus.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.User;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskRights;
import io.corebus.resource.ResourceMessages.AskWhy;
import io.corebus.resource.ResourceMessages.FeatureRights;
import io.corebus.resource.ResourceMessages.Rights;
import io.corebus.resource.ResourceMessages.Why;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the caller may do, and why somebody may do something: {@code /api/me/permissions}, {@code /api/permissions/why}. */
final class RightsRoutes {
    private static final Set<String> ACTIONS = Set.of("read", "create", "update", "delete");

    private final Bus bus;

    RightsRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, "/api/me/permissions", "users", "permissions", this::mine);
        door.on(HttpMethod.GET, "/api/permissions/why", "users", "why", this::why);
    }

    private Future<Void> mine(Exchange exchange) {
        String feature = QueryParameters.only(exchange, Set.of("feature")).text("feature");
        Caller caller = Me.caller(exchange);
        return bus.request(ResourceMessages.RIGHTS, new AskRights(feature), caller)
                .compose(rights -> Answers.unstored(exchange, 200, json(caller, rights)));
    }

    private static ObjectNode json(Caller caller, Rights rights) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("user", caller.user());
        add(body, "roles", caller.roles());
        if (!caller.scopes().isEmpty()) {
            add(body, "scopes", caller.scopes());
        }
        ArrayNode features = body.putArray("features");
        for (FeatureRights one : rights.features()) {
            ObjectNode feature = features.addObject().put("feature", one.feature());
            List<String> actions = new ArrayList<>(names(one.actions()));
            actions.addAll(one.named());
            add(feature, "actions", actions);
            add(feature, "limited", names(one.onSome()));
            addIfAny(feature, "readable", one.readable());
            addIfAny(feature, "writable", one.writable());
            if (one.readOnly() != null) {
                feature.put("read_only", one.readOnly());
            }
        }
        return body;
    }

    private Future<Void> why(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, Set.of("user", "feature", "action", "id"));
        String user = required(query, "user");
        String feature = required(query, "feature");
        Action action = action(required(query, "action"));
        return user(user, exchange.caller())
                .compose(found -> ask(
                                exchange,
                                new AskWhy(feature, action, query.text("id"), user, roles(found), isDisabled(found)))
                        .compose(why -> Answers.unstored(exchange, 200, json(user, found, why))));
    }

    /** Nobody for one who has not signed in. Only admins may look at others. */
    private Future<@Nullable User> user(String id, Caller caller) {
        return id.equals(Caller.ANONYMOUS)
                ? Future.succeededFuture()
                : bus.request(AccessMessages.GET_USER, new GetUser(id), caller).map(user -> user);
    }

    private Future<Why> ask(Exchange exchange, AskWhy question) {
        return bus.request(ResourceMessages.WHY, question, exchange.caller());
    }

    private static List<String> roles(@Nullable User user) {
        return user == null ? List.of() : user.roles();
    }

    private static boolean isDisabled(@Nullable User user) {
        return user != null && user.disabled();
    }

    private static ObjectNode json(String id, @Nullable User user, Why why) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("user", id);
        add(body, "roles", roles(user));
        body.put("disabled", isDisabled(user));
        body.put("allowed", why.allowed());
        if (why.code() != null) {
            body.put("status", why.status()).put("code", why.code());
        }
        body.put("detail", why.detail());
        ArrayNode entries = body.putArray("entries");
        why.entries()
                .forEach(entry -> entries.addObject()
                        .put("entry", entry.entry())
                        .put("applies", entry.applies())
                        .put("because", entry.because()));
        addIfAny(body, "fields", why.fields());
        return body;
    }

    private static String required(QueryParameters query, String name) {
        String value = query.text(name);
        if (value == null || value.isEmpty()) {
            throw new Failure("bad-query", 400, "The query parameter '" + name + "' is needed.").exception();
        }
        return value;
    }

    private static Action action(String name) {
        if (!ACTIONS.contains(name)) {
            throw new Failure("bad-query", 400, "action must be read, create, update or delete.").exception();
        }
        return Action.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static List<String> names(List<Action> actions) {
        return actions.stream()
                .map(action -> action.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void add(ObjectNode object, String name, Collection<String> texts) {
        ArrayNode array = object.putArray(name);
        texts.forEach(array::add);
    }

    private static void addIfAny(ObjectNode object, String name, @Nullable List<String> texts) {
        if (texts != null) {
            add(object, name, texts);
        }
    }
}
