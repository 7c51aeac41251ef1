/**
 * Owns: PostgreSQL. Rows with their journal entries, accounts, migrations.
 * Listens on: {@link io.corebus.storage.StorageMessages}.
 * Publishes: nothing yet.
 * Never does: decide who may do what.
 */
package io.corebus.storage;
