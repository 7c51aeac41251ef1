package io.corebus.bench;

/** Processor time in microseconds. {@code server} is {@link Double#NaN} where there is none, as with pgbench. */
record Cpu(double server, double database, double redis) {
    Cpu since(Cpu earlier) {
        return new Cpu(server - earlier.server, database - earlier.database, redis - earlier.redis);
    }

    Cpu per(long requests) {
        return new Cpu(server / requests, database / requests, redis / requests);
    }
}
