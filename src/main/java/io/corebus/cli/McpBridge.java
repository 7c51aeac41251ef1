package io.corebus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FailureException;
import io.corebus.feature.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * MCP over standard input and output, one message a line, on this side; Streamable HTTP on the other. Messages go on as they were written. Standard output
 * carries messages and nothing else; what people should know goes to standard error. Every request gets one answer, whatever happens to it.
 */
final class McpBridge {
    private static final int PARSE_ERROR = -32700;
    private static final int INTERNAL_ERROR = -32603;
    private static final int MAX_AT_ONCE = 100;

    private final McpUpstream upstream;
    private final PrintStream out;
    private final PrintStream err;
    private final Duration lastAnswers;
    private final Set<McpFlight> flights = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final Semaphore subscriptions = new Semaphore(MAX_AT_ONCE);
    private final ExecutorService threads = Executors.newCachedThreadPool(McpBridge::daemon);

    /** @param lastAnswers how long to wait for answers behind the end of the input */
    McpBridge(URI endpoint, McpUpstream.TokenSource tokens, PrintStream out, PrintStream err, Duration lastAnswers) {
        this.upstream = new McpUpstream(endpoint, tokens);
        this.out = out;
        this.err = err;
        this.lastAnswers = lastAnswers;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mcp-bridge");
        thread.setDaemon(true);
        return thread;
    }

    /** Until the input ends, and what was asked before is answered. Fails where answers were lost because nobody reads them. */
    void run(InputStream in) throws IOException {
        McpLines lines = new McpLines(in, McpLines.MAX_BYTES);
        boolean more = true;
        while (more) {
            more = takeNext(lines);
        }
        finish();
        if (out.checkError()) {
            throw new IOException("Nobody reads the standard output of corebus mcp: answers were lost.");
        }
    }

    private boolean takeNext(McpLines lines) throws IOException {
        try {
            byte[] line = lines.next();
            if (line != null) {
                take(line);
            }
            return line != null;
        } catch (McpLines.TooLong e) {
            refuse(null, PARSE_ERROR, String.valueOf(e.getMessage()));
            return true;
        }
    }

    private void take(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return;
        }
        WrittenMessage written = WrittenMessage.find(text);
        String id = written == null ? null : written.id();
        try {
            begin(new McpFlight(line, StrictJson.parse(line), id));
        } catch (FailureException malformed) {
            refuse(id, PARSE_ERROR, malformed.failure().detail().replace("The body", "This line"));
        }
    }

    private void begin(McpFlight flight) {
        if (flight.method().equals("notifications/cancelled")) {
            cancel(flight.message().path("params").path("requestId"));
        }
        if (!takesPlace(flight)) {
            fail(flight, "There are " + MAX_AT_ONCE + " subscriptions already: end one of them first.");
            return;
        }
        flights.add(flight);
        threads.execute(() -> fly(flight));
    }

    /** Others end by themselves, and are waited for. What does not would keep what cancels it from being read. */
    private boolean takesPlace(McpFlight flight) {
        if (flight.isEndless()) {
            return subscriptions.tryAcquire();
        }
        places.acquireUninterruptibly();
        return true;
    }

    /** Hanging up is how HTTP says it. */
    private void cancel(JsonNode id) {
        flights.stream().filter(flight -> id.equals(flight.id())).forEach(McpFlight::cancel);
    }

    private void fly(McpFlight flight) {
        try {
            String fault = fault(flight);
            if (fault != null && flight.answers()) {
                fail(flight, fault);
            }
        } finally {
            (flight.isEndless() ? subscriptions : places).release();
            flights.remove(flight);
        }
    }

    /** Why there is no answer, unless there was one; null where none is needed. */
    private @Nullable String fault(McpFlight flight) {
        try {
            upstream.send(flight, this::print);
            return flight.isNotification() ? null : "The server ended the answer before it was complete.";
        } catch (IOException e) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "The request was cancelled.";
        } catch (RuntimeException | Error unexpected) {
            // Nobody knows what its message has: the token, perhaps.
            return "This should not happen: the bridge failed with "
                    + unexpected.getClass().getName() + ".";
        } finally {
            flight.lands();
        }
    }

    private void print(String message) {
        synchronized (out) {
            out.print(message + "\n");
            out.flush();
        }
    }

    private void fail(McpFlight flight, String text) {
        if (flight.isNotification()) {
            tell(text);
        } else {
            refuse(flight.writtenId(), INTERNAL_ERROR, text);
        }
    }

    private void tell(String text) {
        err.println("corebus mcp: " + text);
    }

    /** @param id as it is written; null where there is none that an answer could be marked with */
    private void refuse(@Nullable String id, int code, String text) {
        tell(text);
        ObjectNode error =
                JsonNodeFactory.instance.objectNode().put("code", code).put("message", text);
        String mark = id == null ? "" : "\"id\":" + id + ",";
        print("{\"jsonrpc\":\"2.0\"," + mark + "\"error\":" + error + "}");
    }

    private void finish() {
        flights.stream().filter(McpFlight::isEndless).forEach(McpFlight::cancel);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(lastAnswers.toMillis(), TimeUnit.MILLISECONDS)) {
                flights.forEach(this::abandon);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void abandon(McpFlight flight) {
        if (flight.answers()) {
            fail(flight, "The input ended, and there was no answer within " + lastAnswers.toSeconds() + " seconds.");
        }
        flight.cancel();
    }
}
