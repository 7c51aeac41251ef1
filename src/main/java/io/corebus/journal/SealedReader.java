package io.corebus.journal;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Reads the sealed journal. Whoever asks for what is being read already gets the same answer, and only a few readings go on at a time: after a restart, everybody
 * comes at once and wants the same. Belongs to one event loop.
 */
public final class SealedReader {
    /** So many entries are read at a time. */
    public static final int PAGE = 200;

    private static final int MAX_AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Bus bus;
    private final Map<ReadSealed, Future<SealedPage>> underWay = new HashMap<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int reading;

    private record Waiting(ReadSealed question, Promise<SealedPage> answer) {}

    public SealedReader(Bus bus) {
        this.bus = bus;
    }

    public Future<SealedPage> read(ReadSealed question) {
        Future<SealedPage> same = underWay.get(question);
        if (same != null) {
            return same;
        }
        Promise<SealedPage> answer = Promise.promise();
        underWay.put(question, answer.future());
        waiting.add(new Waiting(question, answer));
        readNext();
        return answer.future();
    }

    private void readNext() {
        Waiting next = reading < MAX_AT_ONCE ? waiting.poll() : null;
        if (next != null) {
            reading++;
            ask(next.question).onComplete(page -> hasRead(next)).onComplete(next.answer);
        }
    }

    private void hasRead(Waiting done) {
        reading--;
        underWay.remove(done.question);
        readNext();
    }

    /** Not shared and not queued: for the one that follows the head. */
    Future<SealedPage> ask(ReadSealed question) {
        return bus.request(JournalMessages.READ_SEALED, question, Caller.system(PATIENCE));
    }
}
