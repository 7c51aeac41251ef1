/**
 * Owns: PostgreSQL. Rows with their journal entries, the seals over these, accounts, webhooks, migrations.
 * Listens on: {@link io.corebus.storage.StorageMessages}, {@link io.corebus.storage.JournalMessages}, {@link
 * io.corebus.storage.HookMessages}, {@link io.corebus.storage.IdentityMessages}, {@link io.corebus.storage.ImportMessages}, {@link io.corebus.storage.ControlMessages}.
 * Publishes: {@link io.corebus.storage.JournalMessages#WRITTEN}.
 * Never does: decide who may do what, or what a seal means.
 */
package io.corebus.storage;
