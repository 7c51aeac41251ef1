/**
 * Owns: how the sealed journal is read and followed, by whichever room has a use for it.
 * Listens on: {@link io.corebus.audit.AuditMessages#SEALED}.
 * Publishes: nothing.
 * Never does: know what an entry is good for.
 */
package io.corebus.journal;
