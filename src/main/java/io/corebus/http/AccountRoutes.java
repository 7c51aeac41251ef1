package io.corebus.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.Client;
import io.corebus.access.AccessMessages.CompleteSetup;
import io.corebus.access.AccessMessages.CreateUser;
import io.corebus.access.AccessMessages.DeleteUser;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.ListUsers;
import io.corebus.access.AccessMessages.PublicKeys;
import io.corebus.access.AccessMessages.Refresh;
import io.corebus.access.AccessMessages.RotateKeys;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.SignOut;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.access.AccessMessages.User;
import io.corebus.access.AccessMessages.UserPage;
import io.corebus.bus.Bus;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sign-in, the set-up of the first admin, and users: {@code /api/auth/...}, {@code /api/me}, {@code /api/users}. */
final class AccountRoutes {
    private static final String USERS = "/api/users";
    private static final String USER = USERS + "/:id";

    private final Bus bus;
    private final SignInLimit limit;
    private final DeviceCookie devices;

    AccountRoutes(Bus bus, SignInLimit limit, boolean secure) {
        this.bus = bus;
        this.devices = new DeviceCookie(bus, secure);
        this.limit = limit;
    }

    void mount(Door door) {
        door.withBody(HttpMethod.POST, "/api/auth/login", "auth", "login", this::signIn);
        door.withBody(HttpMethod.POST, "/api/auth/refresh", "auth", "refresh", this::refresh);
        door.withBody(HttpMethod.POST, "/api/auth/logout", "auth", "logout", this::signOut);
        door.withBody(HttpMethod.POST, "/api/auth/setup", "auth", "setup", this::setUp);
        door.on(HttpMethod.POST, "/api/auth/keys/rotate", "auth", "rotate-keys", this::rotateKeys);
        door.on(HttpMethod.GET, "/api/me", "users", "me", this::me);
        door.on(HttpMethod.GET, USERS, "users", "list", this::list);
        door.withBody(HttpMethod.POST, USERS, "users", "create", this::create);
        door.on(HttpMethod.GET, USER, "users", "get", this::get);
        door.patch(USER, Negotiation.MERGE, "users", "change", this::change);
        door.on(HttpMethod.DELETE, USER, "users", "delete", this::delete);
        door.on(HttpMethod.GET, "/.well-known/jwks.json", "auth", "keys", this::keys);
    }

    private Future<Void> signIn(Exchange exchange) {
        JsonForm form = JsonForm.read(exchange, Set.of("email", "password"));
        String email = form.text("email");
        String password = form.text("password");
        form.requireValid();
        return devices.known(exchange, email)
                .compose(device -> signIn(exchange, email, password, device))
                .compose(tokens -> answerTokens(exchange, tokens));
    }

    private Future<Tokens> signIn(Exchange exchange, String email, String password, @Nullable String device) {
        return limit.take(exchange, email, device)
                .compose(ticket -> signIn(exchange, email, password, ticket))
                .onSuccess(tokens -> devices.give(exchange, tokens));
    }

    private Future<Tokens> signIn(Exchange exchange, String email, String password, SignInLimit.Ticket ticket) {
        SignIn request = new SignIn(email, password, client(exchange), ticket.isOfKnownClient());
        return settle(ticket, bus.request(AccessMessages.SIGN_IN, request, exchange.caller()));
    }

    private Future<Void> refresh(Exchange exchange) {
        JsonForm form = JsonForm.read(exchange, Set.of("refresh_token"));
        Refresh request = new Refresh(form.text("refresh_token"));
        form.requireValid();
        return bus.request(AccessMessages.REFRESH, request, exchange.caller())
                .compose(tokens -> answerTokens(exchange, tokens));
    }

    private Future<Void> signOut(Exchange exchange) {
        JsonForm form = JsonForm.read(exchange, Set.of("refresh_token"));
        SignOut request = new SignOut(form.text("refresh_token"));
        form.requireValid();
        return bus.request(AccessMessages.SIGN_OUT, request, exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private Future<Void> setUp(Exchange exchange) {
        JsonForm form = JsonForm.read(exchange, Set.of("token", "email", "password"));
        CompleteSetup request =
                new CompleteSetup(form.text("token"), form.text("email"), form.text("password"), client(exchange));
        form.requireValid();
        return limit.take(exchange, request.email())
                .compose(ticket ->
                        settle(ticket, bus.request(AccessMessages.COMPLETE_SETUP, request, exchange.caller())))
                .compose(tokens -> answerTokens(exchange, tokens));
    }

    static Client client(Exchange exchange) {
        return new Client(
                exchange.request().remoteAddress().hostAddress(), exchange.header(HttpHeaderNames.USER_AGENT));
    }

    /** Only failed attempts stay counted. */
    private static Future<Tokens> settle(SignInLimit.Ticket ticket, Future<Tokens> signedIn) {
        return signedIn.onSuccess(tokens -> ticket.giveBack());
    }

    static Future<Void> answerTokens(Exchange exchange, Tokens tokens) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("access_token", tokens.accessToken());
        body.put("token_type", "Bearer");
        body.put("expires_in", tokens.expiresIn());
        body.put("refresh_token", tokens.refreshToken());
        return Answers.unstored(exchange, 200, body);
    }

    private Future<Void> me(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(AccessMessages.GET_USER, new GetUser(Me.id(exchange)), exchange.caller())
                .compose(user -> Answers.unstored(exchange, 200, json(user)));
    }

    private Future<Void> list(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, Set.of("limit", "cursor"));
        Integer size = query.number("limit");
        ListUsers request = new ListUsers(size == null ? 50 : size, query.text("cursor"));
        return bus.request(AccessMessages.LIST_USERS, request, exchange.caller())
                .compose(page -> answer(exchange, query, page));
    }

    private static Future<Void> answer(Exchange exchange, QueryParameters query, UserPage page) {
        Answers.linkNext(exchange, query, page.next());
        return Answers.unstored(exchange, 200, json(page));
    }

    private Future<Void> create(Exchange exchange) {
        JsonForm form = JsonForm.read(exchange, Set.of("email", "password", "roles"));
        CreateUser request = new CreateUser(form.text("email"), form.text("password"), form.texts("roles"));
        form.requireValid();
        return bus.request(AccessMessages.CREATE_USER, request, exchange.caller())
                .compose(user -> answerCreated(exchange, user));
    }

    private static Future<Void> answerCreated(Exchange exchange, User user) {
        exchange.response().putHeader(HttpHeaderNames.LOCATION, USERS + "/" + user.id());
        return Answers.unstored(exchange, 201, json(user));
    }

    private Future<Void> get(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(AccessMessages.GET_USER, new GetUser(exchange.path("id")), exchange.caller())
                .compose(user -> Answers.unstored(exchange, 200, json(user)));
    }

    private Future<Void> change(Exchange exchange) {
        JsonForm form = JsonForm.readPatch(exchange, Set.of("password", "roles", "disabled"));
        ChangeUser request = new ChangeUser(
                exchange.path("id"),
                form.has("password") ? form.text("password") : null,
                form.has("roles") ? form.texts("roles") : null,
                form.has("disabled") ? form.flag("disabled") : null);
        form.requireValid();
        return bus.request(AccessMessages.CHANGE_USER, request, exchange.caller())
                .compose(user -> Answers.unstored(exchange, 200, json(user)));
    }

    private Future<Void> delete(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(AccessMessages.DELETE_USER, new DeleteUser(exchange.path("id")), exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private Future<Void> keys(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(AccessMessages.PUBLIC_KEYS, new PublicKeys(), exchange.caller())
                .compose(keys -> exchange.json(200, keys.jwks().utf8()));
    }

    private Future<Void> rotateKeys(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(AccessMessages.ROTATE_KEYS, new RotateKeys(), exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private static ObjectNode json(User user) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", user.id()).put("email", user.email());
        ArrayNode roles = json.putArray("roles");
        user.roles().forEach(roles::add);
        return json.put("disabled", user.disabled()).put("created_at", user.createdAt());
    }

    private static ObjectNode json(UserPage page) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        page.users().forEach(user -> data.add(json(user)));
        json.putObject("page").put("next", page.next());
        return json;
    }
}
