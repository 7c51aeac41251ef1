/**
 * Owns: the business logic in {@code extensions/}, the threads it runs on, how far each feature's logic has followed the journal, and whether it is asked at all.
 * Listens on: {@link io.corebus.resource.LogicMessages}, {@link io.corebus.audit.AuditMessages#SEALED}.
 * Publishes: {@link io.corebus.resource.LogicMessages#CALLS_COUNTED}, {@link io.corebus.resource.LogicMessages#BREAKER_CHANGED}.
 * Never does: decide what a caller may do, or write anything itself. What logic reads and writes goes through the resource room.
 */
package io.corebus.logic;
