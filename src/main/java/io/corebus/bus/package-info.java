/**
 * Owns: typed addresses, the {@link io.corebus.bus.Caller} that travels with a message, failures, time-outs, retries and the metrics of every hop.
 * Listens on: nothing of its own.
 * Publishes: nothing of its own.
 * Never does: know a feature, a table or a protocol of the outside world.
 */
package io.corebus.bus;
