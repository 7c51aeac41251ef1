package io.corebus.live;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The newest events of one feature, bounded by number and by memory. Belongs to one event loop. */
final class Ring {
    private final int maxEvents;
    private final long maxWeight;
    private final NavigableMap<Long, Event> events = new TreeMap<>();
    private long weight;
    private long edge;

    /** @param edge the place in the order of all entries from which on it will be told every event */
    Ring(int maxEvents, long maxWeight, long edge) {
        this.maxEvents = maxEvents;
        this.maxWeight = maxWeight;
        this.edge = edge;
    }

    void add(Event event) {
        events.put(event.seq(), event);
        weight += event.weight();
        while (events.size() > maxEvents || weight > maxWeight) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        Map.Entry<Long, Event> oldest = events.pollFirstEntry();
        weight -= oldest.getValue().weight();
        edge = oldest.getKey();
    }

    /** Whether every event behind this place is here. */
    boolean reaches(long seq) {
        return seq >= edge;
    }

    /** The next event behind a place; null where that was the newest. */
    @Nullable
    Event next(long seq) {
        Map.Entry<Long, Event> next = events.higherEntry(seq);
        return next == null ? null : next.getValue();
    }
}
