package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Futures;
import io.corebus.bus.Trace;
import io.corebus.door.Exchange;
import io.corebus.feature.StrictJson;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a body to its answer: reads the message, finds its method, and writes what that says. Belongs to one event loop. */
final class McpDispatcher {
    static final String LISTEN = "subscriptions/listen";
    private static final Logger LOG = LoggerFactory.getLogger(McpDispatcher.class);
    private static final String FEATURE = "mcp";

    private final Map<String, McpMethod> stateless;
    private final Map<String, McpMethod> initialized;
    private final McpListeners listeners;
    private final McpLimits limits;
    private final McpCalls calls;
    private final McpMetrics metrics;

    McpDispatcher(
            McpMethodTable methods, McpListeners listeners, McpLimits limits, McpCalls calls, McpMetrics metrics) {
        this.stateless = methods.stateless();
        this.initialized = methods.initialized();
        this.listeners = listeners;
        this.limits = limits;
        this.calls = calls;
        this.metrics = metrics;
    }

    Future<Void> serve(Exchange exchange, Shown shown) {
        JsonNode tree = null;
        try {
            tree = parsed(exchange.body());
            RpcMessage message = RpcMessage.of(tree);
            McpRevision revision = McpEnvelope.open(exchange.request(), message);
            return message.isNotification()
                    ? notified(exchange, message, shown)
                    : answer(exchange, request(exchange, message, revision, shown));
        } catch (ProtocolFault fault) {
            JsonNode id = tree == null ? null : RpcMessage.idOf(tree);
            return new McpReply(exchange).end(400, RpcAnswer.error(id, fault));
        }
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return StrictJson.parse(body);
        } catch (FailureException malformed) {
            throw new ProtocolFault(
                    ProtocolFault.PARSE_ERROR, malformed.failure().detail());
        }
    }

    /** The trace goes on from the message where no header named one. */
    private static McpRequest request(Exchange exchange, RpcMessage message, McpRevision revision, Shown shown) {
        String inside =
                message.params().path(McpEnvelope.META).path("traceparent").textValue();
        boolean named = exchange.header(Exchange.TRACE_PARENT) != null || inside == null;
        String trace = named ? exchange.trace() : Trace.continueFrom(inside);
        long deadline = exchange.deadlineNanos();
        return new McpRequest(message, revision, shown, shown.caller(trace, deadline), new McpReply(exchange));
    }

    private Future<Void> notified(Exchange exchange, RpcMessage message, Shown shown) {
        exchange.is(FEATURE, "notification");
        JsonNode cancelled = message.params().get("requestId");
        if (message.method().equals("notifications/cancelled") && cancelled != null) {
            calls.cancel(shown, cancelled.toString());
        }
        return new McpReply(exchange).accepted();
    }

    private Future<Void> answer(Exchange exchange, McpRequest request) {
        McpMethod method = methods(request).get(request.method());
        boolean listens = request.revision().isStateless() && request.method().equals(LISTEN);
        exchange.is(FEATURE, method != null || listens ? request.method() : "unknown");
        if (method == null && !listens) {
            return refused(exchange, request, McpFaults.unknownMethod(request.method()));
        }
        Future<Void> refusal = limits.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        return limits.counts(request)
                ? limits.admit(request, () -> goOn(exchange, request, method))
                : goOn(exchange, request, method);
    }

    /** @param method null where it listens */
    private Future<Void> goOn(Exchange exchange, McpRequest request, @Nullable McpMethod method) {
        return method == null ? listening(exchange, request) : answered(exchange, request, method);
    }

    private Future<Void> listening(Exchange exchange, McpRequest request) {
        return Futures.begun(() -> listeners.open(request)).recover(failure -> refused(exchange, request, failure));
    }

    private Map<String, McpMethod> methods(McpRequest request) {
        return request.revision().isStateless() ? stateless : initialized;
    }

    private Future<Void> answered(Exchange exchange, McpRequest request, McpMethod method) {
        calls.began(request);
        return Futures.begun(() -> method.answer(request)).transform((result, failure) -> {
            calls.ended(request);
            return failure == null ? told(request, result) : refused(exchange, request, failure);
        });
    }

    private Future<Void> told(McpRequest request, McpResult result) {
        metrics.answered(request.method(), request.revision(), result.word());
        return request.reply().end(200, RpcAnswer.result(request, result));
    }

    /** What the door has to say in HTTP goes on as a failure; all else is an answer in the protocol. */
    private Future<Void> refused(Exchange exchange, McpRequest request, Throwable cause) {
        metrics.answered(exchange.action(), request.revision(), "error");
        if (cause instanceof FailureException refusal && isForTheDoor(refusal.failure())) {
            return Future.failedFuture(cause);
        }
        ProtocolFault fault = fault(cause, request);
        boolean full =
                request.method().equals(LISTEN) && FailureException.of(cause).status() == 503;
        int status = full ? 503 : McpFaults.status(fault.code(), request.revision());
        return request.reply().end(status, RpcAnswer.error(request.id(), fault));
    }

    private static boolean isForTheDoor(Failure failure) {
        return failure.status() == 401 || failure.code().equals("insufficient-scope");
    }

    private static ProtocolFault fault(Throwable cause, McpRequest request) {
        if (cause instanceof ProtocolFault fault) {
            return fault;
        }
        if (!(cause instanceof FailureException)) {
            LOG.error(
                    "{} [{}] failed",
                    request.method(),
                    Trace.id(request.caller().trace()),
                    cause);
        }
        return McpFaults.of(FailureException.of(cause));
    }
}
