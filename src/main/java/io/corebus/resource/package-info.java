/**
 * Owns: rights, validation, business logic and the cache of resources; imports and jobs.
 * Listens on: {@link io.corebus.resource.ResourceMessages}, {@link io.corebus.resource.BulkMessages}, {@link io.corebus.resource.ActJobMessages}, {@link io.corebus.audit.AuditMessages#SEALED}.
 * Publishes: nothing yet.
 * Never does: speak to PostgreSQL or know a protocol of the outside.
 */
package io.corebus.resource;
