package io.corebus.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients saw while things went wrong, held against what the database says in the end. Every acknowledged write must be in the journal, sealed once, and
 * seen by every subscriber once, in order, without a gap; no read may be older than what was acknowledged before it began.
 */
public final class History {
    /** A change of one resource, by the version it made. */
    public record Change(String resource, long version) {}

    /** An event as a subscriber got it, or an entry as the journal has it. */
    public record Event(long seq, String kind, Change change) {}

    /**
     * @param atLeast the version that was acknowledged before the read began
     * @param got what was read; the largest number where nothing was found
     */
    public record Read(String resource, long atLeast, long got) {}

    private final List<Change> acknowledged = new ArrayList<>();
    private final Set<String> deleted = new HashSet<>();
    private final List<Read> reads = new ArrayList<>();
    private final Map<String, List<Event>> seen = new HashMap<>();

    public synchronized void acknowledged(String resource, long version) {
        acknowledged.add(new Change(resource, version));
    }

    /** @param version that the deletion made */
    public synchronized void deleted(String resource, long version) {
        acknowledged(resource, version);
        deleted.add(resource);
    }

    public synchronized void read(String resource, long atLeast, long got) {
        reads.add(new Read(resource, atLeast, got));
    }

    public synchronized void saw(String subscriber, Event event) {
        seen.computeIfAbsent(subscriber, name -> new ArrayList<>()).add(event);
    }

    public synchronized int writes() {
        return acknowledged.size();
    }

    public synchronized long lastSeen(String subscriber) {
        List<Event> events = seen.getOrDefault(subscriber, List.of());
        return events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
    }

    /**
     * @param journal the sealed entries of the feature in order
     * @param rows the version of every resource that is there
     * @return every fault, at most a hundred; empty where all is well
     */
    public synchronized List<String> faults(List<Event> journal, Map<String, Long> rows) {
        List<String> faults = new ArrayList<>();
        checkOrder("the journal", journal, faults);
        checkWrites(journal, rows, faults);
        for (Map.Entry<String, List<Event>> subscriber : seen.entrySet()) {
            checkSubscriber(subscriber.getKey(), subscriber.getValue(), journal, faults);
        }
        for (Read read : reads) {
            boolean lost = read.got() == Long.MAX_VALUE && !deleted.contains(read.resource());
            if (lost || read.got() < read.atLeast()) {
                faults.add((lost ? "a resource was not found: " : "stale read: ") + read);
            }
        }
        return faults.subList(0, Math.min(100, faults.size()));
    }

    private void checkWrites(List<Event> journal, Map<String, Long> rows, List<String> faults) {
        Map<Change, Integer> entries = new HashMap<>();
        journal.forEach(entry -> entries.merge(entry.change(), 1, Integer::sum));
        for (Change write : acknowledged) {
            int times = entries.getOrDefault(write, 0);
            if (times != 1) {
                faults.add("an acknowledged write is in the journal " + times + " times: " + write);
            }
            boolean gone = deleted.contains(write.resource());
            if (gone && rows.containsKey(write.resource())) {
                faults.add("a resource whose deletion was acknowledged is in the table: " + write);
            }
            if (!gone && rows.getOrDefault(write.resource(), 0L) < write.version()) {
                faults.add("an acknowledged write is not in the table: " + write);
            }
        }
        Set<Change> acknowledgedOnce = new HashSet<>(acknowledged);
        if (acknowledgedOnce.size() < acknowledged.size()) {
            faults.add("a version was acknowledged twice");
        }
    }

    private static void checkOrder(String whose, List<Event> events, List<String> faults) {
        Map<String, Long> versions = new HashMap<>();
        long last = 0;
        for (Event event : events) {
            if (event.seq() <= last) {
                faults.add(whose + ": " + event + " comes after " + last);
            }
            last = event.seq();
            Change change = event.change();
            long before = versions.getOrDefault(change.resource(), 0L);
            if (change.version() != before + 1) {
                faults.add(whose + ": " + change + " comes after version " + before);
            }
            versions.put(change.resource(), change.version());
        }
    }

    private static void checkSubscriber(String name, List<Event> events, List<Event> journal, List<String> faults) {
        if (events.equals(journal)) {
            return;
        }
        for (int i = 0; i < Math.max(events.size(), journal.size()); i++) {
            Event expected = i < journal.size() ? journal.get(i) : null;
            Event got = i < events.size() ? events.get(i) : null;
            if (expected == null || !expected.equals(got)) {
                faults.add(name + " got as number " + i + " " + got + " instead of " + expected);
                return;
            }
        }
    }
}
