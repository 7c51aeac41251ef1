package io.corebus;

import io.corebus.Api.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Somebody who creates, changes and deletes resources one after the other, and remembers what was acknowledged, in order. */
final class Author {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Api api;
    private final List<String> changes = new CopyOnWriteArrayList<>();

    Author(Api api) {
        this.api = api;
    }

    /** Kind, resource and version of every change. */
    List<String> changes() {
        return changes;
    }

    String last() {
        return changes.get(changes.size() - 1);
    }

    /** Creates a resource, changes it twice, and deletes it. */
    void writeOne() {
        String id = create("made by a person & <b>shown</b> as text");
        patch(id, 2);
        patch(id, 3);
        delete(id, 3);
    }

    String create(String name) {
        String body = "{\"name\":\"" + name + "\",\"value\":1}";
        Answer created = insist(201, key -> api.post("/api/features", body, "Idempotency-Key", key));
        String id = created.json().get("id").asText();
        changes.add("created " + id + " 1");
        return id;
    }

    /** @param version that it makes */
    void patch(String id, int version) {
        String body = "{\"value\":" + version + "}";
        insist(200, key -> api.patch("/api/features/" + id, body, "Idempotency-Key", key));
        changes.add("updated " + id + " " + version);
    }

    /** @param version that it has */
    void delete(String id, int version) {
        insist(204, key -> api.delete("/api/features/" + id, "Idempotency-Key", key));
        changes.add("deleted " + id + " " + (version + 1));
    }

    /** Repeats under the same key what got no answer, as a careful client does. */
    private static Answer insist(int status, Function<String, Answer> request) {
        String key = UUID.randomUUID().toString();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            try {
                Answer answer = request.apply(key);
                if (answer.status() == status) {
                    return answer;
                }
                if (answer.status() < 500) {
                    throw new AssertionError(answer.status() + " " + answer.text());
                }
            } catch (UncheckedIOException e) {
                // It will be asked again.
            }
            pause();
        }
        throw new AssertionError("no answer within " + PATIENCE);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
