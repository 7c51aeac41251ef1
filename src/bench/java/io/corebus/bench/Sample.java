package io.corebus.bench;

/**
 * What one measurement gave.
 *
 * @param p50 median latency, in microseconds
 * @param p99 the latency that 99 % did not exceed, in microseconds
 * @param cpu of one request, one delivery or, of a server that is idle, one second
 * @param memory that one subscriber takes; {@link Memory#UNKNOWN} where that is not measured
 * @param sealedMillis from the last answer until everything was sealed; {@link Double#NaN} where nobody seals
 */
record Sample(double rate, double p50, double p99, Cpu cpu, Memory memory, double sealedMillis) {
    static Sample of(LatencyHistogram latencies, double seconds, Cpu used) {
        long requests = latencies.total();
        return new Sample(
                requests / seconds,
                latencies.percentile(0.5),
                latencies.percentile(0.99),
                used.per(requests),
                Memory.UNKNOWN,
                Double.NaN);
    }

    /** @param rate subscribers that came in a second */
    static Sample ofIdle(double rate, Memory memory, Cpu cpu) {
        return new Sample(rate, Double.NaN, Double.NaN, cpu, memory, Double.NaN);
    }

    Sample after(double millis) {
        return new Sample(rate, p50, p99, cpu, memory, millis);
    }

    double serverCpu() {
        return cpu.server();
    }

    double databaseCpu() {
        return cpu.database();
    }

    double redisCpu() {
        return cpu.redis();
    }

    double p99Millis() {
        return p99 / 1_000;
    }

    double heap() {
        return memory.heap();
    }

    double beside() {
        return memory.beside();
    }
}
