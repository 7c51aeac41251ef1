package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.door.RateLimit;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Slows a token down that makes too many requests, here or of all doors together. In a tool call that is a fault of the tool, which agents read; else it is HTTP's 429. */
final class McpLimits {
    private static final int RATE_LIMITED = 429;

    private final CallLimit limit;
    private final RateLimit rates;
    private final McpMetrics metrics;

    /** @param rates what a caller may ask of all doors together */
    McpLimits(McpConfig config, RateLimit rates, McpMetrics metrics) {
        this.rates = rates;
        this.limit = new CallLimit(config.callsPerSecond(), config.callsBurst(), System::nanoTime);
        this.metrics = metrics;
    }

    /** The answer that refuses; null where there is nothing to refuse. Who came without a token is not limited: it may do nothing but be tested. */
    @Nullable
    Future<Void> refusal(McpRequest request) {
        var identity = request.shown().identity();
        int seconds = identity == null ? 0 : limit.take(identity.tokenId());
        return seconds == 0 ? null : refusal(request, seconds);
    }

    /** Whether the caller is counted over all doors, too: then {@link #admit} says whether it may go on. */
    boolean counts(McpRequest request) {
        var identity = request.shown().identity();
        return identity != null && rates.counts(identity);
    }

    /** Goes on where that limit lets it; else answers as {@link #refusal}. */
    Future<Void> admit(McpRequest request, Supplier<Future<Void>> further) {
        var identity = request.shown().identity();
        Future<Void> counted = identity == null ? Future.succeededFuture() : rates.admitCaller(identity);
        return counted.transform((admitted, refused) ->
                refused == null ? further.get() : refusal(request, secondsOf(FailureException.of(refused))));
    }

    private static int secondsOf(Failure refused) {
        Integer seconds = refused.retryAfter();
        return seconds == null ? 1 : seconds;
    }

    private Future<Void> refusal(McpRequest request, int seconds) {
        metrics.limited();
        request.reply().response().putHeader("retry-after", Integer.toString(seconds));
        return request.method().equals("tools/call") ? toolFault(request, seconds) : refuse(request, seconds);
    }

    private static Future<Void> toolFault(McpRequest request, int seconds) {
        ObjectNode error = AgentJson.object()
                .put("code", "RATE_LIMITED")
                .put("message", message(seconds))
                .put("retryable", true)
                .put("hint", "Wait, and ask for more in one call: a filter or a larger limit saves calls.");
        ObjectNode details = AgentJson.object().put("retry_after_seconds", seconds);
        McpResult result = ToolResults.fault(new ToolFault(error, details));
        return request.reply().end(200, RpcAnswer.result(request, result));
    }

    private static Future<Void> refuse(McpRequest request, int seconds) {
        ObjectNode data = AgentJson.object().put("code", "rate-limited").put("retryable", true);
        ProtocolFault fault = new ProtocolFault(RATE_LIMITED, message(seconds), data);
        return request.reply().end(RATE_LIMITED, RpcAnswer.error(request.id(), fault));
    }

    private static String message(int seconds) {
        return "This token makes too many requests. Try again in " + seconds + " s.";
    }
}
