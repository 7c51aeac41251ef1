package io.corebus.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/** What the bench has started, and how it ends, in reverse order: when the bench is through, when it fails, and on SIGINT and SIGTERM. */
final class Endings implements AutoCloseable {
    private final Deque<Ending> endings = new ArrayDeque<>();
    private boolean ended;

    /** How to end what a step has started. */
    interface EndingOf<T> {
        void end(T started) throws Exception;
    }

    private interface Ending {
        void end() throws Exception;
    }

    void endWithProcess() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "endings"));
        endWithParent();
    }

    /** Ends this process with the one that started it: Maven, when it is asked to end, does not pass that on. */
    static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(Endings::endWith);
    }

    private static void endWith(ProcessHandle parent) {
        Thread watch = new Thread(() -> exitAfter(parent), "parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void exitAfter(ProcessHandle parent) {
        parent.onExit().join();
        System.exit(1);
    }

    /** Holds off an end that is asked for meanwhile, so that nothing half started is left behind. */
    synchronized <T> T start(Callable<T> starting, EndingOf<T> ending) throws Exception {
        if (ended) {
            throw new BenchFailure("The bench was stopped.");
        }
        T started = starting.call();
        endings.push(() -> ending.end(started));
        return started;
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** A second call waits for the first one. */
    @Override
    public synchronized void close() {
        ended = true;
        Ending ending;
        while ((ending = endings.poll()) != null) {
            end(ending);
        }
    }

    private static void end(Ending ending) {
        try {
            ending.end();
        } catch (Exception e) {
            System.err.println("Something could not be stopped: " + e.getMessage());
        }
    }
}
