/**
 * Owns: the PostgreSQL and the Redis that {@code corebus dev} starts for itself, and the data directory they live in.
 * Listens on: nothing.
 * Publishes: nothing.
 * Never does: run in production. Everything here blocks: never call it on an event loop.
 */
package io.corebus.dev;
