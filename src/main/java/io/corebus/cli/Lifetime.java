package io.corebus.cli;

import io.corebus.node.StartFailure;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process has started, and how it ends, in reverse order: after a start that failed, or on SIGINT and SIGTERM, even in the middle of a start.
 */
final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);
    /** How long a stop waits for a step of the start that is under way, so as not to leave behind what it was about to start. */
    private static final long STEP_SECONDS = 5;

    private final ReentrantLock step = new ReentrantLock();
    /** A stop that has waited long enough for a step takes from it beside that. */
    private final Deque<Ending> endings = new ConcurrentLinkedDeque<>();

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean stopping;

    /** Ends something that was started. */
    interface Ending {
        void end() throws Exception;
    }

    /** Does something of the start. */
    interface Step {
        void run() throws Exception;
    }

    /** How to end what a step has started. */
    interface EndingOf<T> {
        void end(T started) throws Exception;
    }

    /** Stops when the process is asked to end. */
    void stopWithProcess() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    /** A step of the start that leaves nothing to end but what is known already. */
    void run(Step doing) throws Exception {
        step.lockInterruptibly();
        try {
            refuseWhileStopping();
            doing.run();
        } finally {
            step.unlock();
        }
    }

    private void refuseWhileStopping() throws StartFailure {
        if (stopping) {
            throw new StartFailure("Stopped before the start was complete.");
        }
    }

    <T> T start(Callable<T> starting, EndingOf<T> ending) throws Exception {
        step.lockInterruptibly();
        try {
            refuseWhileStopping();
            T started = starting.call();
            endings.push(() -> ending.end(started));
            return started;
        } finally {
            step.unlock();
        }
    }

    /** Ends everything. A second call waits for the first one. */
    void stop() {
        stopping = true;
        boolean locked = lockForStop();
        try {
            Ending ending;
            while ((ending = endings.poll()) != null) {
                end(ending);
            }
        } finally {
            if (locked) {
                step.unlock();
            }
            over.countDown();
        }
    }

    /** Waits on the calling thread until {@link #stop} is through. */
    void awaitStop() throws InterruptedException {
        over.await();
    }

    private boolean lockForStop() {
        try {
            return step.tryLock(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void end(Ending ending) {
        try {
            ending.end();
        } catch (Exception e) {
            LOG.warn("Something could not be stopped: {}", e.getMessage());
        }
    }
}
