package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Trace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: tells what changed until the client hangs up, the token ends or the right is gone. What comes while the client reads slowly is told once
 * it has caught up, several changes of one resource as one.
 */
final class McpListener {
    private static final String ID = "io.modelcontextprotocol/subscriptionId";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long RECHECK_NANOS = 30_000_000_000L;
    /** What was remembered of the token may be two seconds old when the stream opens. */
    private static final long FIRST_CHECK_NANOS = 3_000_000_000L;

    private static final long PING_NANOS = 15_000_000_000L;
    private static final long STUCK_NANOS = 10_000_000_000L;
    private static final int MAX_WAITING = 10_000;
    private static final int QUEUE_BYTES = 65_536;
    private static final int MAX_FAILED_CHECKS = 10;
    private static final Buffer PING = Buffer.buffer(":\n\n");

    private final McpListeners listeners;
    private final McpRequest request;
    private final McpWanted wanted;
    private final HttpServerResponse response;
    /** Methods and URIs that have changed and were not told yet. */
    private final Set<String> waitingLists = new LinkedHashSet<>();

    private final Set<String> waitingUris = new LinkedHashSet<>();
    private Shown shown;
    private Offer.@Nullable Watch watch;
    private boolean open;
    private boolean gone;
    private long fullSince;
    private long pingedAt = System.nanoTime();
    private long checkAt = System.nanoTime() + FIRST_CHECK_NANOS;
    private int failedChecks;
    /** Something about the user has changed: what goes on has to begin anew. */
    private boolean changed;
    /** How often it was begun anew: of two watches that were asked for, the later one counts, whichever stands first. */
    private int begun;

    McpListener(McpListeners listeners, McpRequest request, McpWanted wanted) {
        this.listeners = listeners;
        this.request = request;
        this.wanted = wanted;
        this.shown = request.shown();
        this.response = request.reply().response();
    }

    Future<Void> begin() {
        return watch(request.caller()).map(watching -> open(watching));
    }

    private Future<Offer.Watch> watch(Caller caller) {
        return listeners.offer().watch(wanted.uris(), wanted.lists(), caller, new Ear());
    }

    /** What one watch tells. After a change of rights another one takes its place. */
    private final class Ear implements Offer.Watcher {
        @Override
        public void updated(String uri) {
            waitingUris.add(uri);
            flush();
        }

        @Override
        public void listChanged(String list) {
            if (wanted.lists().contains(list)) {
                waitingLists.add(list);
                flush();
            }
        }

        @Override
        public void ended(String reason) {
            end("right-gone");
        }

        @Override
        public void failed() {
            end("failed");
        }
    }

    private @Nullable Void open(Offer.Watch watching) {
        watch = watching;
        if (request.reply().isAbandoned()) {
            leave();
            return null;
        }
        if (gone) {
            closeWatch();
            throw McpFaults.params("This subscription ended before it began. Ask again.");
        }
        response.closeHandler(closed -> leave()).exceptionHandler(broken -> leave());
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        request.reply().beginEvents();
        open = true;
        ObjectNode params = params();
        params.set("notifications", wanted.told());
        write("notifications/subscriptions/acknowledged", params);
        flush();
        return null;
    }

    private void flush() {
        if (!open || gone) {
            return;
        }
        if (waitingUris.size() > MAX_WAITING) {
            cut();
            return;
        }
        while (!response.writeQueueFull() && writeNext()) {
            // One after the other, as long as they go out.
        }
        if (response.writeQueueFull() && fullSince == 0) {
            fullSince = System.nanoTime();
            response.drainHandler(drained -> drained());
        }
    }

    private void drained() {
        fullSince = 0;
        flush();
    }

    private boolean writeNext() {
        String list = poll(waitingLists);
        if (list != null) {
            write("notifications/" + list + "/list_changed", params());
            return true;
        }
        String uri = poll(waitingUris);
        if (uri != null) {
            write("notifications/resources/updated", params().put("uri", uri));
        }
        return uri != null;
    }

    private static @Nullable String poll(Set<String> waiting) {
        var first = waiting.iterator();
        if (!first.hasNext()) {
            return null;
        }
        String next = first.next();
        first.remove();
        return next;
    }

    private ObjectNode params() {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.putObject(McpEnvelope.META).set(ID, request.id());
        return params;
    }

    private void write(String method, ObjectNode params) {
        response.write(McpReply.event(RpcAnswer.notification(method, params)));
    }

    boolean isOf(String user) {
        Identity identity = shown.identity();
        return identity != null && identity.user().equals(user);
    }

    void tick(long now) {
        Identity identity = shown.identity();
        if (identity != null && identity.expiresAt() * 1_000 <= System.currentTimeMillis()) {
            end("expired");
        } else if (fullSince != 0 && now - fullSince > STUCK_NANOS) {
            cut();
        } else if (open && !gone) {
            beat(now);
        }
    }

    private void beat(long now) {
        if (now - pingedAt > PING_NANOS && !response.writeQueueFull()) {
            pingedAt = now;
            response.write(PING);
        }
        if (now - checkAt > 0) {
            recheck();
        }
    }

    void userChanged() {
        changed = true;
        recheck();
    }

    /** Asks again who this is: something changed, or the message that something did was lost. */
    void recheck() {
        checkAt =
                System.nanoTime() + RECHECK_NANOS + ThreadLocalRandom.current().nextLong(RECHECK_NANOS / 4);
        String token = shown.token();
        if (token != null && !gone) {
            Caller asking = Caller.anonymous(Shown.VIA, Trace.start(), PATIENCE);
            listeners
                    .bus()
                    .request(AccessMessages.AUTHENTICATE, new Authenticate(token), asking)
                    .onSuccess(identity -> found(shown.again(identity)))
                    .onFailure(this::notFound);
        }
    }

    private void found(Shown again) {
        changed |= !Objects.equals(again.identity(), shown.identity());
        shown = again;
        if (!open) {
            checkAt = System.nanoTime(); // As soon as it is.
        } else if (changed && !gone) {
            changed = false;
            goOnAs(again.caller(Trace.start(), System.nanoTime() + PATIENCE.toNanos()));
        } else {
            failedChecks = 0;
        }
    }

    /** Only when the next watch stands something is told again: until then it counts as a failed check. */
    private void goOnAs(Caller caller) {
        int asked = ++begun;
        watch(caller).onComplete(next -> {
            if (next.succeeded()) {
                goOn(next.result(), asked == begun);
            } else if (asked == begun) {
                changed = true;
                notFound(next.cause());
            }
        });
    }

    /** With the rights that it has now. */
    private void goOn(Offer.Watch next, boolean counts) {
        if (gone || !counts) {
            next.close();
            return;
        }
        failedChecks = 0;
        if (watch != null) {
            watch.handTo(next);
        }
        watch = next;
        flush();
    }

    private void notFound(Throwable cause) {
        Failure failure = FailureException.of(cause);
        if (cause instanceof ProtocolFault || failure.status() < 500) {
            end(failure.status() == 401 ? "invalid-token" : "right-gone");
        } else {
            again();
        }
    }

    /** Whoever could say is away. */
    private void again() {
        failedChecks++;
        checkAt = System.nanoTime();
        if (failedChecks > MAX_FAILED_CHECKS) {
            end("unchecked");
        }
    }

    /** Ends it from here, properly: with the answer to the request that opened it. */
    void end(String reason) {
        if (!leave() || !open) {
            return;
        }
        listeners.cut(reason);
        ObjectNode result = params().put("resultType", "complete");
        Future<Void> ending = response.end(McpReply.event(RpcAnswer.result(request.id(), result)));
        listeners.vertx().setTimer(STUCK_NANOS / 1_000_000, late -> hangUpUnless(ending));
    }

    /** Whoever has read the end may use the connection for something else. */
    private void hangUpUnless(Future<Void> ended) {
        if (!ended.isComplete()) {
            hangUp();
        }
    }

    /** Whoever does not read does not read an end either. */
    private void cut() {
        if (leave()) {
            listeners.cut("slow");
            hangUp();
        }
    }

    private void hangUp() {
        if (!response.closed()) {
            response.reset();
        }
    }

    /** @return whether it was still there */
    private boolean leave() {
        boolean was = !gone;
        gone = true;
        listeners.leave(this);
        closeWatch();
        return was;
    }

    private void closeWatch() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }
}
