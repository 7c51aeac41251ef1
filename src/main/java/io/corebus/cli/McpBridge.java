package io.corebus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * MCP over standard input and output, one message a line, on this side; Streamable HTTP on the other. Standard output carries messages and nothing else; what
 * people should know goes to standard error.
 */
final class McpBridge {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PARSE_ERROR = -32700;
    private static final int INTERNAL_ERROR = -32603;
    private static final int MAX_AT_ONCE = 100;
    private static final long LAST_ANSWERS_SECONDS = 10;

    private final McpUpstream upstream;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<JsonNode, McpFlight> flights = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final ExecutorService threads = Executors.newCachedThreadPool(McpBridge::daemon);

    McpBridge(URI endpoint, McpUpstream.TokenSource tokens, PrintStream out, PrintStream err) {
        this.upstream = new McpUpstream(endpoint, tokens);
        this.out = out;
        this.err = err;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mcp-bridge");
        thread.setDaemon(true);
        return thread;
    }

    /** Until the input ends, and what was asked before is answered. */
    void run(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null) {
            if (!line.isBlank()) {
                take(line);
            }
            line = lines.readLine();
        }
        finish();
    }

    private void take(String line) {
        try {
            JsonNode message = MAPPER.readTree(line);
            if (message.path("method").asText().equals("notifications/cancelled")) {
                cancel(message.path("params").path("requestId"));
            }
            McpFlight flight = new McpFlight(message);
            places.acquireUninterruptibly();
            if (flight.id() != null) {
                flights.put(flight.id(), flight);
            }
            threads.execute(() -> fly(flight));
        } catch (JsonProcessingException malformed) {
            fail(null, PARSE_ERROR, "This line is not JSON.");
        }
    }

    /** Hanging up is how HTTP says it. */
    private void cancel(JsonNode id) {
        McpFlight flight = flights.get(id);
        if (flight != null) {
            flight.cancel();
        }
    }

    private void fly(McpFlight flight) {
        try {
            upstream.send(flight, this::print);
            if (flight.isUnanswered()) {
                fail(flight.id(), INTERNAL_ERROR, "The server ended the answer before it was complete.");
            }
        } catch (IOException e) {
            if (!flight.isCancelled()) {
                fail(flight.id(), INTERNAL_ERROR, String.valueOf(e.getMessage()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Cancelled: nobody waits for an answer.
        } finally {
            places.release();
            if (flight.id() != null) {
                flights.remove(flight.id(), flight);
            }
        }
    }

    private void print(JsonNode message) {
        synchronized (out) {
            out.print(message + "\n");
            out.flush();
        }
    }

    /** @param id null where there was none: then only people are told */
    private void fail(@Nullable JsonNode id, int code, String text) {
        err.println("corebus mcp: " + text);
        ObjectNode error = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        if (id != null) {
            error.set("id", id);
        }
        error.putObject("error").put("code", code).put("message", text);
        if (id != null || code == PARSE_ERROR) {
            print(error);
        }
    }

    private void finish() {
        flights.values().stream().filter(McpFlight::isEndless).forEach(McpFlight::cancel);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS)) {
                flights.values().forEach(McpFlight::cancel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
