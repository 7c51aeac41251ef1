package io.corebus.live;

import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.corebus.door.Pipelines;
import io.corebus.door.WebSockets;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /eventbus}: the frames of the stock event-bus bridge, spoken with the hub instead of an event bus: so a subscriber has rights and can resume, nothing of
 * the bus is reachable, and an event is not published once more across the cluster.
 */
final class SockJsRoutes {
    /** Those through which a page of another origin could read without being asked for its origin are left out. */
    private static final String[] LEFT_OUT = {"JSON_P", "HTML_FILE"};

    private static final long HEARTBEAT_MILLIS = 20_000;
    private static final String TIMEOUT = "corebus.sockjs.timeout";
    /** Before the name of a transport. Without groups: the transports take the first one of the path for the name of the session. */
    private static final String SESSION = "/eventbus/[^/.]+/[^/.]+/";

    /** Of the transports that ask again and again, each time on whichever connection. */
    private static final Pattern COMES_BACK =
            Pattern.compile("/eventbus/[^/.]+/([^/.]+)/(?:xhr|xhr_streaming|xhr_send|eventsource)");
    /** Where Vert.x keeps the sessions of a process, by their names. */
    private static final String SESSIONS = "_vertx.sockjssessions";

    private static final String COMING = "corebus.sockjs.coming";

    private final Lobby lobby;
    private final Map<String, Object> sessions;

    SockJsRoutes(Lobby lobby) {
        this.lobby = lobby;
        this.sessions = lobby.vertx().sharedData().getLocalMap(SESSIONS);
    }

    void mount(Router router) {
        SockJSHandlerOptions options = new SockJSHandlerOptions()
                .setInsertJSESSIONID(false)
                .setLibraryURL(LivePages.SOCKJS)
                .setHeartbeatInterval(HEARTBEAT_MILLIS);
        for (String transport : LEFT_OUT) {
            options.addDisabledTransport(transport);
        }
        router.route("/eventbus/*").handler(this::admit);
        router.postWithRegex("/eventbus/.*/xhr").handler(SockJsRoutes::announceClose);
        router.post("/eventbus/*").handler(BodyHandler.create(false).setBodyLimit(WebSockets.MAX_MESSAGE));
        // After the body: while it comes, the time-out of HTTP counts.
        router.postWithRegex(SESSION + "xhr(?:_streaming)?").handler(SockJsRoutes::outliveTimeout);
        router.getWithRegex(SESSION + "eventsource").handler(SockJsRoutes::outliveTimeout);
        Router transports = SockJSHandler.create(lobby.vertx(), options).socketHandler(this::connected);
        router.route("/eventbus/*")
                .handler(routing -> transports.handleContext(asTransportsSeeIt(routing)))
                .failureHandler(transports::handleFailure);
    }

    /** Whoever has a session may use it, however many others there are. */
    private void admit(RoutingContext routing) {
        boolean known = hasSession(routing.request().path());
        Failure refusal = known ? lobby.refusalOfKnown(routing.request()) : lobby.refusal(routing.request());
        if (refusal != null) {
            new Exchange(routing, Duration.ZERO).fail(refusal);
            return;
        }
        if (!known) {
            Promise<Void> entered = Promise.promise();
            routing.put(COMING, entered);
            routing.addEndHandler(ended -> entered.tryComplete());
            lobby.coming(entered.future());
        }
        routing.next();
    }

    private boolean hasSession(String path) {
        Matcher session = COMES_BACK.matcher(path);
        return session.matches() && sessions.containsKey(session.group(1));
    }

    /**
     * Polling closes the connection after its answer; a client that was not told would send its next request there. Not for streaming: some clients close
     * their half at once when they are told so. Nor over HTTP/2, where the header makes the answer a malformed one (RFC 9113, 8.2.2).
     */
    private static void announceClose(RoutingContext routing) {
        if (!isShared(routing)) {
            routing.response().putHeader("connection", "close");
        }
        routing.next();
    }

    private static boolean isShared(RoutingContext routing) {
        return routing.request().version() == HttpVersion.HTTP_2;
    }

    /** The heartbeats have a time-out of their own. */
    private static void outliveTimeout(RoutingContext routing) {
        if (!isShared(routing)) {
            routing.put(TIMEOUT, Pipelines.pauseTimeout(routing.request().connection()));
        }
        routing.next();
    }

    private static RoutingContext asTransportsSeeIt(RoutingContext routing) {
        if (isShared(routing)) {
            return SharedConnection.ofStream(routing);
        }
        Runnable timeout = routing.get(TIMEOUT);
        return timeout == null ? routing : SharedConnection.keptAlive(routing, timeout);
    }

    private void connected(SockJSSocket socket) {
        RoutingContext routing = socket.routingContext();
        if (!isShared(routing) && routing.get(TIMEOUT) == null) {
            Pipelines.withoutTimeout(routing.request().connection());
        }
        new SockJsPeer(lobby, socket).open();
        Promise<Void> entered = routing.get(COMING);
        if (entered != null) {
            entered.tryComplete();
        }
    }
}
