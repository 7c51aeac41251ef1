package io.corebus.live;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.door.Authentication;
import io.corebus.feature.Feature;
import io.corebus.feature.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of {@code /eventbus}. Its frames are taken one after the other; of commands some may be under way at a time. */
final class SockJsPeer extends Peer {
    private static final long IDLE_NANOS = 60_000_000_000L;
    private static final long CUT_MILLIS = 5_000;
    private static final long LAST_WORD_MILLIS = 100;
    private static final String POLLING = "/xhr";
    /** Below it, frames are what the transports of browsers wrap in frames of their own, which are read on while the socket is paused. */
    private static final String PLAIN = "/eventbus/websocket";

    private static final int MAX_COMMANDS = 16;
    private static final int MAX_WAITING = 1_000;
    private static final int MAX_WAITING_BYTES = 1_048_576;

    private final SockJSSocket socket;
    private final boolean holdsBack;
    private final LiveCommands commands;
    private final Map<Feature, Subscription> subscribed = new LinkedHashMap<>();
    private long heardAt = System.nanoTime();
    private final Mistakes mistakes = new Mistakes();
    /** What came while none was taken. */
    private final Deque<Buffer> waiting = new ArrayDeque<>();

    private int waitingBytes;
    /** How many reasons there are to take none. */
    private int holds;

    private int underWay;
    private boolean full;

    SockJsPeer(Lobby lobby, SockJSSocket socket) {
        super(lobby, "sockjs");
        this.socket = socket;
        this.holdsBack = socket.routingContext().request().path().endsWith(PLAIN);
        this.commands = new LiveCommands(lobby);
    }

    void open() {
        socket.handler(this::received);
        socket.closeHandler(closed -> leave());
        socket.exceptionHandler(broken -> end(Ending.TOO_BIG));
        enter();
        holdUntil(showFirst());
    }

    /** The token that came with the connection, if one did. */
    private Future<Void> showFirst() {
        try {
            String token = Tokens.of(socket.routingContext().request());
            Future<?> shown = token == null ? Future.succeededFuture() : show(token);
            return shown.<Void>mapEmpty().onFailure(this::endRefused).otherwiseEmpty();
        } catch (FailureException e) {
            endRefused(e);
            return Future.succeededFuture();
        }
    }

    private void endRefused(Throwable refused) {
        Failure refusal = FailureException.of(refused);
        end(
                refusal.status() == 401
                        ? new Ending(4401, refusal.code(), "The token does not let you in here.")
                        : Ending.LATER);
    }

    private void received(Buffer text) {
        heardAt = System.nanoTime();
        if (isGone()) {
            return;
        }
        if (holds == 0) {
            take(text);
            return;
        }
        waiting.add(text);
        waitingBytes += text.length();
        if (waiting.size() > MAX_WAITING || waitingBytes > MAX_WAITING_BYTES) {
            waiting.clear();
            end(Ending.TOO_FAST);
        }
    }

    private void take(Buffer text) {
        BridgeFrame frame = BridgeFrame.NONE;
        try {
            frame = BridgeFrame.of(StrictJson.parseObject(text.getBytes()));
            handle(frame);
        } catch (FailureException e) {
            mistake(frame, e);
        }
    }

    private void handle(BridgeFrame frame) {
        switch (frame.type()) {
            case "ping" -> {}
            case "register" -> holdUntil(answered(frame, asker(frame).compose(asker -> register(frame, asker))));
            case "unregister" -> {
                unregister(frame);
                mistakes.understood();
            }
            case "send" -> {
                command(frame);
                mistakes.understood();
            }
            default ->
                mistake(
                        frame,
                        new Failure("unknown-message", 400, "The types are register, unregister, send and ping.")
                                .exception());
        }
    }

    /** Takes no more frames until this is done. */
    private void holdUntil(Future<Void> done) {
        if (!done.isComplete()) {
            hold();
            done.onComplete(handled -> release());
        }
    }

    private void hold() {
        holds++;
        if (holdsBack) {
            socket.pause();
        }
    }

    /** Those that waited come first, in their order; one of them may be a reason to wait again. */
    private void release() {
        holds--;
        while (holds == 0 && !waiting.isEmpty() && !isGone()) {
            Buffer next = waiting.remove();
            waitingBytes -= next.length();
            take(next);
        }
        if (holds == 0 && holdsBack) {
            socket.resume();
        }
    }

    private Future<Void> answered(BridgeFrame frame, Future<Void> work) {
        return work.onSuccess(done -> mistakes.understood())
                .onFailure(refused -> mistake(frame, refused))
                .otherwiseEmpty();
    }

    /** Who sends a frame. */
    private record Asker(@Nullable Identity identity) {
        static final Asker NOBODY = new Asker(null);
    }

    /** Whose the token of the frame is, or the one that was shown before: that is looked up each time, as what it was good for may be over. */
    private Future<Asker> asker(BridgeFrame frame) {
        String authorization = frame.header("authorization");
        if (authorization != null) {
            return Future.succeededFuture(authorization)
                    .map(Authentication::token)
                    .compose(this::show)
                    .map(Asker::new);
        }
        Future<Identity> known = known();
        return known == null
                ? Future.succeededFuture(Asker.NOBODY)
                : known.map(Asker::new).onFailure(this::endIfOver);
    }

    /** Once the frame is answered. */
    private void endIfOver(Throwable refused) {
        Failure refusal = FailureException.of(refused);
        if (refusal.status() == 401) {
            lobby().vertx().runOnContext(answered -> end(Ending.of(refusal)));
        }
    }

    private Future<Void> register(BridgeFrame frame, Asker asker) {
        Feature feature = feature(frame, EventForms.EVENTS);
        if (subscribed.containsKey(feature)) {
            throw new Failure("already-subscribed", 400, "This address is registered already.").exception();
        }
        if (subscribed.size() >= lobby().config().maxSubscriptions()) {
            throw new Failure("too-many-subscriptions", 429, "Open another connection for more subscriptions.")
                    .exception();
        }
        Long since = Since.read(frame.header("since"));
        return lobby().rights()
                .mayRead(feature, frame.header("filter"), asker.identity())
                .compose(sight -> Since.place(lobby().hub(), since).map(place -> begin(feature, place, sight)))
                .mapEmpty();
    }

    private boolean begin(Feature feature, long place, Sight sight) {
        Channel channel = lobby().hub().channel(feature.name());
        if (isGone() || channel == null) {
            return false;
        }
        Subscription begun = new Subscription(lobby().vertx(), lobby().hub(), channel, sight, place, this);
        subscribed.put(feature, begun);
        String message = Wording.subscribed(feature.name(), place, lobby().hub().through())
                .encode();
        send(EventForms.frame(feature.name(), message));
        begun.go();
        return true;
    }

    private void unregister(BridgeFrame frame) {
        Subscription ended = subscribed.remove(feature(frame, EventForms.EVENTS));
        if (ended == null) {
            throw new Failure("not-subscribed", 400, "This address is not registered.").exception();
        }
        ended.end();
    }

    private void command(BridgeFrame frame) {
        Feature feature = feature(frame, LiveCommands.COMMANDS);
        underWay++;
        Future<String> reply = asker(frame)
                .compose(asker -> admit(asker)
                        .compose(counted -> lobby().rates().admitFeature(feature.name()))
                        .compose(admitted -> commands.run(feature, frame.body(), Rights.caller(asker.identity()))));
        reply.onSuccess(body -> reply(frame, body))
                .onFailure(refused -> refuse(frame, refused))
                .onComplete(done -> commandDone());
        if (underWay >= MAX_COMMANDS && !full) {
            full = true;
            hold();
        }
    }

    /** Each command counts, as each request does. */
    private Future<Void> admit(Asker asker) {
        Identity identity = asker.identity();
        return identity == null
                ? lobby().rates().admitAddress(socket.routingContext().request())
                : lobby().rates().admitCaller(identity);
    }

    private void commandDone() {
        underWay--;
        if (full && underWay < MAX_COMMANDS) {
            full = false;
            release();
        }
    }

    private Feature feature(BridgeFrame frame, String prefix) {
        if (!frame.address().startsWith(prefix)) {
            throw new Failure(
                            "address-not-allowed",
                            403,
                            "Register at " + EventForms.EVENTS + "<feature>, send to " + LiveCommands.COMMANDS
                                    + "<feature>; nothing else is reachable.")
                    .exception();
        }
        return lobby().feature(frame.address().substring(prefix.length()));
    }

    private void reply(BridgeFrame frame, String body) {
        if (frame.replyAddress() != null) {
            send(frame.reply(body));
        }
    }

    private void refuse(BridgeFrame frame, Throwable refused) {
        send(frame.refusal(FailureException.of(refused)));
    }

    /** What a client should not have sent; too many of them, and it is cut. */
    private void mistake(BridgeFrame frame, Throwable refused) {
        refuse(frame, refused);
        if (mistakes.areTooMany(FailureException.of(refused))) {
            end(Ending.MALFORMED);
        }
    }

    private void send(String text) {
        if (takes()) {
            sent(text.length(), socket.write(text));
        }
    }

    @Override
    void write(Event event) {
        String frame = event.frame();
        sent(frame.length(), socket.write(frame));
    }

    @Override
    public void resync(String feature, long seq) {
        send(EventForms.frame(feature, Wording.resync(feature, seq).encode()));
    }

    /** The stock clients send a ping every five seconds. */
    @Override
    void beat(long nowNanos) {
        if (nowNanos - heardAt > IDLE_NANOS) {
            end(Ending.IDLE);
        }
    }

    @Override
    Collection<Feature> reading() {
        return subscribed.keySet();
    }

    @Override
    Collection<Subscription> subscriptions() {
        return subscribed.values();
    }

    @Override
    void lose(Feature feature, Failure refusal) {
        Subscription lost = subscribed.remove(feature);
        if (lost != null) {
            lost.end();
            send(BridgeFrame.refusal(EventForms.EVENTS + feature.name(), refusal));
        }
    }

    /** SockJS has one code for every end that a server makes; so the reason comes in a frame before it, which a close at once would overtake. */
    @Override
    void close(Ending ending) {
        Failure reason = new Failure(ending.name(), ending.code(), ending.reason());
        socket.write(BridgeFrame.refusal(null, reason))
                .timeout(isPolling() ? CUT_MILLIS : LAST_WORD_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(told -> socket.close(ending.code(), ending.reason()));
        lobby().vertx().setTimer(CUT_MILLIS, cut -> cut());
    }

    /** Then nothing can be told before the client asks again. */
    private boolean isPolling() {
        String uri = socket.uri();
        int query = uri.indexOf('?');
        return (query < 0 ? uri : uri.substring(0, query)).endsWith(POLLING);
    }

    private void cut() {
        if (outbox().pending() > 0) {
            socket.routingContext().request().connection().close();
        }
    }
}
