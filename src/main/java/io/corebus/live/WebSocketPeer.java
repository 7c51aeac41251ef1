package io.corebus.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Feature;
import io.corebus.feature.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client of {@code /ws/<feature>}. Its messages are taken one after the other. */
final class WebSocketPeer extends Peer {
    private static final long PING_NANOS = 20_000_000_000L;
    private static final long IDLE_NANOS = 60_000_000_000L;
    private static final long SIGN_IN_NANOS = 10_000_000_000L;
    private static final long CUT_MILLIS = 5_000;
    private static final Set<String> SUBSCRIBING = Set.of("type", "since", "filter");
    private static final Set<String> NOT_ALLOWED = Set.of("forbidden", "insufficient-scope");
    private static final Buffer NOTHING = Buffer.buffer();

    private final Feature feature;
    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final long since = System.nanoTime();
    private long heardAt = since;
    private long pingedAt = since;
    private final Mistakes mistakes = new Mistakes();
    private @Nullable Subscription subscription;

    WebSocketPeer(Lobby lobby, Feature feature, ServerWebSocket socket, HttpConnection connection) {
        super(lobby, "websocket");
        this.feature = feature;
        this.socket = socket;
        this.connection = connection;
    }

    void open(@Nullable String token, @Nullable Identity identity) {
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(data -> refuse(malformed("Send messages as text.")));
        socket.pongHandler(pong -> heardAt = System.nanoTime());
        socket.exceptionHandler(this::broken);
        socket.closeHandler(closed -> leave());
        enter();
        if (token != null && identity != null) {
            adopt(token, identity);
            welcome();
        }
    }

    private void welcome() {
        send(Wording.welcome(feature.name(), lobby().hub().through()));
    }

    /**
     * A message of several frames that is too large; a single frame that is, is refused by the codec, which closes before anything can be said. For a peer that
     * breaks the protocol, or has just gone, the close handler follows.
     */
    private void broken(Throwable cause) {
        if (cause instanceof IllegalStateException) {
            end(Ending.TOO_BIG);
        }
    }

    private void received(String text) {
        heardAt = System.nanoTime();
        Future<Void> done = handle(text);
        if (!done.isComplete()) {
            socket.pause();
            done.onComplete(handled -> socket.resume());
        }
    }

    /** Never fails. */
    private Future<Void> handle(String text) {
        try {
            ObjectNode message = StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8));
            return answer(message).onSuccess(done -> mistakes.understood()).otherwise(this::refuse);
        } catch (RuntimeException e) {
            return Future.succeededFuture(refuse(e));
        }
    }

    private Future<Void> answer(ObjectNode message) {
        return switch (text(message, "type")) {
            case "authenticate" -> authenticate(message);
            case "subscribe_updates" -> subscribe(message);
            case "get_status" -> status();
            default ->
                throw new Failure(
                                "unknown-message", 400, "The types are authenticate, subscribe_updates and get_status.")
                        .exception();
        };
    }

    private Future<Void> authenticate(ObjectNode message) {
        String token = Tokens.checked(text(message, "token"));
        return show(token == null ? "" : token)
                .compose(identity -> lobby().rights().mayRead(feature, null, identity))
                .onSuccess(allowed -> welcome())
                .onFailure(refused -> endIfRefused(FailureException.of(refused)))
                .mapEmpty();
    }

    private void endIfRefused(Failure refusal) {
        if (refusal.status() == 401 || NOT_ALLOWED.contains(refusal.code())) {
            end(new Ending(refusal.status() + 4_000, refusal.code(), "The token does not let you in here."));
        }
    }

    private Future<Void> subscribe(ObjectNode message) {
        requireIdentity();
        requireKnown(message);
        if (subscription != null) {
            throw new Failure("already-subscribed", 400, "Open another connection for another subscription.")
                    .exception();
        }
        Long from = Since.read(since(message.get("since")));
        return lobby().rights()
                .mayRead(feature, filter(message.get("filter")), identity())
                .compose(allowed -> Since.place(lobby().hub(), from).map(place -> begin(place, allowed)))
                .mapEmpty();
    }

    /** A filter that is misspelt would be no filter. */
    private static void requireKnown(ObjectNode message) {
        message.fieldNames().forEachRemaining(name -> {
            if (!SUBSCRIBING.contains(name)) {
                String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
                throw malformed("subscribe_updates takes since and filter, and no '" + shown + "'.");
            }
        });
    }

    private static @Nullable String filter(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw malformed("filter must be a text.");
        }
        return value.textValue();
    }

    private static @Nullable Object since(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return value.canConvertToLong() && value.isIntegralNumber() ? (Object) value.longValue() : value.asText("?");
    }

    private boolean begin(long place, Sight sight) {
        Channel channel = lobby().hub().channel(feature.name());
        if (isGone() || channel == null) {
            return false;
        }
        Subscription begun = new Subscription(lobby().vertx(), lobby().hub(), channel, sight, place, this);
        subscription = begun;
        send(Wording.subscribed(feature.name(), place, lobby().hub().through()));
        begun.go();
        return true;
    }

    private Future<Void> status() {
        requireIdentity();
        send(Wording.status(feature.name(), lobby().metrics().subscribers(feature.name()), lobby().hub()));
        return Future.succeededFuture();
    }

    private void requireIdentity() {
        if (identity() == null) {
            throw new Failure("unauthenticated", 401, "Send {\"type\":\"authenticate\",\"token\":\"...\"} first.")
                    .exception();
        }
    }

    private static String text(ObjectNode message, String name) {
        JsonNode value = message.get(name);
        return value == null || !value.isTextual() ? "" : value.textValue();
    }

    private @Nullable Void refuse(Throwable refused) {
        Failure failure = FailureException.of(refused);
        send(Wording.error(failure));
        if (mistakes.areTooMany(failure)) {
            end(Ending.MALFORMED);
        }
        return null;
    }

    private static FailureException malformed(String detail) {
        return new Failure("malformed-message", 400, detail).exception();
    }

    private void send(JsonObject message) {
        if (takes()) {
            send(message.encode());
        }
    }

    private void send(String message) {
        sent(message.length(), socket.writeTextMessage(message));
    }

    @Override
    void write(Event event) {
        send(event.message());
    }

    @Override
    public void resync(String resynced, long seq) {
        send(Wording.resync(resynced, seq));
    }

    @Override
    void beat(long nowNanos) {
        if (identity() == null && nowNanos - since > SIGN_IN_NANOS) {
            end(Ending.NO_TOKEN);
        } else if (nowNanos - heardAt > IDLE_NANOS) {
            end(Ending.IDLE);
        } else if (nowNanos - pingedAt > PING_NANOS) {
            pingedAt = nowNanos;
            socket.writePing(NOTHING);
        }
    }

    @Override
    Collection<Feature> reading() {
        return List.of(feature);
    }

    @Override
    Collection<Subscription> subscriptions() {
        return subscription == null ? List.of() : List.of(subscription);
    }

    @Override
    void lose(Feature lost, Failure refusal) {
        end(Ending.of(refusal));
    }

    /** Whoever does not read does not answer the close frame either. */
    @Override
    void close(Ending ending) {
        socket.close((short) ending.code(), ending.reason());
        lobby().vertx().setTimer(CUT_MILLIS, cut -> connection.close());
    }
}
