package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResourceFeedTest {
    /** Well under the second after which the feed looks without having heard anything. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    private final Queue<Promise<SealedPage>> readings = new ConcurrentLinkedQueue<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatIsHeardOf_whileAReadingIsUnderWay_isReadAtOnce_andToldOnce() {
        bus.serve(JournalMessages.READ_SEALED, (read, caller) -> reading()).await();
        Future<Void> opened = open();
        answer(page(0));
        opened.await();

        publish(2); // The first was lost on the way.
        await().until(() -> !readings.isEmpty());
        publish(3);
        loop.runOnContext(turn -> answer(page(2, 1, 2)));

        await().atMost(AT_ONCE).until(() -> !readings.isEmpty());
        answer(page(3, 3));
        await().until(() -> heard.size() == 3);
        assertThat(heard).containsExactly("1", "2", "3");
    }

    private Future<SealedPage> reading() {
        Promise<SealedPage> answer = Promise.promise();
        readings.add(answer);
        return answer.future();
    }

    private Future<Void> open() {
        Promise<Void> opened = Promise.promise();
        ResourceFeed feed = new ResourceFeed(vertx, bus, entry -> heard.add(entry.resourceId()));
        loop.runOnContext(turn -> feed.open().onComplete(opened));
        return opened.future();
    }

    private void answer(SealedPage page) {
        await().until(() -> !readings.isEmpty());
        readings.remove().complete(page);
    }

    private void publish(long seq) {
        loop.runOnContext(turn -> bus.publish(AuditMessages.SEALED, new Sealed(List.of(entry(seq)))));
    }

    private static SealedPage page(long head, long... seqs) {
        List<SealedEntry> entries =
                LongStream.of(seqs).mapToObj(ResourceFeedTest::entry).toList();
        return new SealedPage(entries, head, head == 0 ? 0 : 1, head);
    }

    private static SealedEntry entry(long seq) {
        return ResourceDouble.sealed(seq, "people", Long.toString(seq), 1, "created");
    }
}
