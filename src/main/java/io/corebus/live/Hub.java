package io.corebus.live;

import io.corebus.bus.Bus;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.journal.HeardEntries;
import io.corebus.journal.SealedFollower;
import io.corebus.journal.SealedReader;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivers the sealed journal to the channels of an instance: every entry once, in order. Belongs to one event loop. */
final class Hub implements SealedFollower.Listener {

    private final SealedReader journal;
    private final SealedFollower follower;
    private final LiveMetrics metrics;
    private final Map<String, Channel> channels = new HashMap<>();
    private long through;

    Hub(Vertx vertx, Bus bus, Features features, LiveConfig config, LiveMetrics metrics) {
        this.journal = new SealedReader(bus);
        this.follower = new SealedFollower(vertx, bus, journal, this);
        this.metrics = metrics;
        features.all().stream()
                .filter(Feature::live)
                .forEach(feature -> channels.put(feature.name(), new Channel(feature.name(), config, metrics)));
    }

    /** Does not wait for the journal, which may be away: {@link #position} does. */
    Future<Void> start() {
        return follower.start();
    }

    void stop() {
        follower.stop();
    }

    @Nullable
    Channel channel(String feature) {
        return channels.get(feature);
    }

    SealedReader journal() {
        return journal;
    }

    /** The newest entry that was delivered here; 0 where none was. */
    long through() {
        return through;
    }

    /** How many entries are known to be there and have not been delivered yet. */
    long lag() {
        return follower.lag();
    }

    /**
     * Completes when everything up to this place has been delivered here, as far as it exists: a client may have been ahead on another node. Fails where the
     * journal cannot be read.
     */
    Future<Long> position(@Nullable Long since) {
        return follower.reach(since).map(reached -> through);
    }

    @Override
    public long begin(long head) {
        through = head;
        channels.values().forEach(channel -> channel.begin(head));
        return head;
    }

    @Override
    public Future<Void> take(List<SealedEntry> next) {
        for (SealedEntry entry : next) {
            if (entry.seq() > through) {
                through = entry.seq(); // First: what cannot be delivered is not tried again.
                deliver(entry);
            }
        }
        return Future.succeededFuture();
    }

    private void deliver(SealedEntry entry) {
        Channel channel = channels.get(entry.entry().feature());
        if (channel == null) {
            return;
        }
        Event event = Event.of(entry);
        if (event != null) {
            channel.deliver(event);
        } else if (HeardEntries.isErasure(entry)) {
            // What is kept here is as it was before; the journal tells it from here on without what was erased.
            channel.begin(entry.seq());
        }
    }

    /** Subscribers have to read again what is not there to be told. */
    @Override
    public void skip(long gone) {
        boolean back = gone < through;
        through = gone;
        channels.values().forEach(channel -> {
            if (back) {
                channel.goBack(gone);
            } else {
                channel.resync(gone);
            }
        });
    }

    @Override
    public void missed() {
        metrics.gap();
    }
}
