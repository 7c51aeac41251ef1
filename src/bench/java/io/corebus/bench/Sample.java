package io.corebus.bench;

/**
 * What one measurement gave.
 *
 * @param p50 median latency, in microseconds
 * @param p99 the latency that 99 % did not exceed, in microseconds
 * @param cpu of one request
 */
record Sample(double rate, double p50, double p99, Cpu cpu) {
    static Sample of(LatencyHistogram latencies, double seconds, Cpu used) {
        long requests = latencies.total();
        return new Sample(
                requests / seconds, latencies.percentile(0.5), latencies.percentile(0.99), used.per(requests));
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
}
