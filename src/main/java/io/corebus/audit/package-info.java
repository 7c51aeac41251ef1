/**
 * Owns: the seals over the journal: order, numbers, hashes, signatures; queries and exports of the trail.
 * Listens on: {@link io.corebus.audit.AuditMessages}.
 * Publishes: {@link io.corebus.audit.AuditMessages#SEALED}.
 * Never does: write a row, or decide what a feature's reader may see.
 */
package io.corebus.audit;
