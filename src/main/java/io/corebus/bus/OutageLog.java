package io.corebus.bus;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * What the log says of a server that is away: a line when that begins, then one a minute at most with how often it was tried in vain, and one when it is over.
 * A line for each attempt would be hundreds a second, and hide all others. Every thread may use it.
 */
public final class OutageLog {
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Where some attempts succeed and some fail, it is not over. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Logger log;
    private final String over;
    private final LongSupplier nanos;

    private volatile boolean lasting;
    private long toldAt;
    private long failedAt;
    private long untold;

    /** @param over the line that tells the end */
    public OutageLog(Logger log, String over) {
        this(log, over, System::nanoTime);
    }

    OutageLog(Logger log, String over, LongSupplier nanos) {
        this.log = log;
        this.over = over;
        this.nanos = nanos;
    }

    /** @param line what is wrong, as it is told where it has not been lately */
    public synchronized void failed(String line) {
        long now = nanos.getAsLong();
        failedAt = now;
        if (!lasting) {
            lasting = true;
            tell(line, now);
        } else if (now - toldAt >= REPEAT_NANOS) {
            tell(line + " (" + (untold + 1) + " times since this was last told)", now);
        } else {
            untold++;
        }
    }

    /** Costs next to nothing while nothing is wrong. */
    public void succeeded() {
        if (lasting) {
            end();
        }
    }

    private synchronized void end() {
        if (lasting && nanos.getAsLong() - failedAt >= QUIET_NANOS) {
            lasting = false;
            log.info(over);
        }
    }

    private void tell(String line, long now) {
        toldAt = now;
        untold = 0;
        log.warn(line);
    }
}
