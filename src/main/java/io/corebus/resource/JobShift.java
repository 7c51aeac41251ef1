package io.corebus.resource;

import io.corebus.storage.JobMessages.Job;
import java.time.Duration;
import java.util.List;

/** A job in the hands of this instance, and for how long before others have a turn. Belongs to one event loop. */
final class JobShift {
    private final Job job;
    private final String worker;
    private final List<String> known;
    private final boolean isLong;
    private final Duration turn;
    private long endNanos;

    /**
     * @param known the actions of the jobs that this worker takes
     * @param isLong whether its action may take longer than anybody waits for an answer
     * @param turn how long it is done before others that wait have theirs
     */
    JobShift(Job job, String worker, List<String> known, boolean isLong, Duration turn) {
        this.job = job;
        this.worker = worker;
        this.known = known;
        this.isLong = isLong;
        this.turn = turn;
        begin();
    }

    /** Nobody else waited: it has another turn. */
    void begin() {
        endNanos = System.nanoTime() + turn.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }

    Job job() {
        return job;
    }

    String worker() {
        return worker;
    }

    List<String> known() {
        return known;
    }

    boolean isLong() {
        return isLong;
    }
}
