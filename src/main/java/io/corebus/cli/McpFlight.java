package io.corebus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One message on its way to the server, and its answer on the way back. */
final class McpFlight {
    private final JsonNode message;
    private @Nullable Thread sender;
    private @Nullable InputStream answer;
    private boolean answered;
    private boolean cancelled;

    McpFlight(JsonNode message) {
        this.message = message;
    }

    JsonNode message() {
        return message;
    }

    String method() {
        return message.path("method").asText();
    }

    /** Null in a notification. */
    @Nullable
    JsonNode id() {
        JsonNode id = message.get("id");
        return id == null || id.isNull() ? null : id;
    }

    /** Whether its answer goes on until somebody hangs up. */
    boolean isEndless() {
        return method().equals("subscriptions/listen");
    }

    /** What came back, before it is passed on. */
    synchronized void heard(JsonNode heard) {
        answered |= heard.has("id") && (heard.has("result") || heard.has("error"));
    }

    synchronized boolean isUnanswered() {
        return id() != null && !answered && !cancelled;
    }

    /** This thread waits for the beginning of the answer. */
    synchronized void sends() throws InterruptedException {
        if (cancelled) {
            throw new InterruptedException();
        }
        sender = Thread.currentThread();
    }

    synchronized void reads(InputStream stream) throws IOException {
        sender = null;
        answer = stream;
        if (cancelled) {
            stream.close();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    synchronized void cancel() {
        cancelled = true;
        if (sender != null) {
            sender.interrupt();
        }
        if (answer != null) {
            try {
                answer.close();
            } catch (IOException e) {
                // It is closed, which is all that was wanted.
            }
        }
    }
}
