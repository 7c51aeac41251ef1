/**
 * Owns: the business logic in {@code extensions/}, the threads it runs on, and how far each feature's logic has followed the journal.
 * Listens on: {@link io.corebus.resource.LogicMessages}, {@link io.corebus.audit.AuditMessages#SEALED}.
 * Publishes: nothing.
 * Never does: decide what a caller may do, or write anything itself. What logic reads and writes goes through the resource room.
 */
package io.corebus.logic;
