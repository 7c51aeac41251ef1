package io.corebus.bench;

/** Reads the processor time of all that serve a work. */
final class CpuMeter {
    private static final long NONE = 0;
    /** After a run, for what the servers do behind their last answers, and for processes that end. */
    private static final int SETTLE_MILLIS = 200;

    private final CpuClock clock;
    private final ExternalServers servers;
    private final long pid;

    private CpuMeter(CpuClock clock, ExternalServers servers, long pid) {
        this.clock = clock;
        this.servers = servers;
        this.pid = pid;
    }

    static CpuMeter of(CpuClock clock, ExternalServers servers, JvmProcess server) {
        return new CpuMeter(clock, servers, server.pid());
    }

    static CpuMeter of(CpuClock clock, ExternalServers servers, long pid) {
        return new CpuMeter(clock, servers, pid);
    }

    /** For callers that speak to the database themselves. */
    static CpuMeter ofDatabase(CpuClock clock, ExternalServers servers) {
        return new CpuMeter(clock, servers, NONE);
    }

    Cpu read() throws InterruptedException {
        Thread.sleep(SETTLE_MILLIS);
        return new Cpu(
                pid == NONE ? Double.NaN : clock.micros(pid),
                clock.microsOfFamily(servers.postgresPid()),
                clock.micros(servers.redisPid()));
    }
}
