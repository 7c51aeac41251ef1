package io.corebus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One message on its way to the server, and its answer on the way back. */
final class McpFlight {
    private final byte[] line;
    private final JsonNode message;
    private final @Nullable String writtenId;
    private @Nullable Thread sender;
    private @Nullable InputStream answer;
    private boolean answered;
    private boolean cancelled;

    /**
     * @param line as it came
     * @param message the same, to look into
     * @param writtenId null where it has none that an answer could be marked with
     */
    McpFlight(byte[] line, JsonNode message, @Nullable String writtenId) {
        this.line = line;
        this.message = message;
        this.writtenId = writtenId;
    }

    byte[] line() {
        return line;
    }

    JsonNode message() {
        return message;
    }

    String method() {
        return message.path("method").asText();
    }

    /** To find it by; null where it has none that an answer could be marked with. */
    @Nullable
    JsonNode id() {
        return writtenId == null ? null : message.get("id");
    }

    @Nullable
    String writtenId() {
        return writtenId;
    }

    /** Nobody waits for an answer to it. */
    boolean isNotification() {
        return message.isObject() && !message.has("id");
    }

    /** Whether its answer goes on until somebody hangs up. */
    boolean isEndless() {
        return method().equals("subscriptions/listen");
    }

    /** Whether this may be passed on: of answers there is one. */
    synchronized boolean passes(WrittenMessage heard) {
        return heard.isAnswer() ? answers() : !cancelled;
    }

    /** True for whoever is the first to have an answer, where somebody waits for it still: so that there are never two. */
    synchronized boolean answers() {
        boolean first = !answered && !cancelled;
        answered = true;
        return first;
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

    /** From now on its thread does something else, and is not to be interrupted. */
    synchronized void lands() {
        sender = null;
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
