/**
 * The bench: Corebus beside a bare Vert.x server and pgbench, in one run, by CPU per request. See {@code docs/performance.md}.
 *
 * <p>Owns: the load, the servers it is put on, the CPU accounting and the report. It is built by the Maven profile {@code bench} alone and never shipped.
 */
package io.corebus.bench;
