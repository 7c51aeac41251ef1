/**
 * Owns: rights, validation, business logic and the cache of resources; imports and jobs; what admins have set for features.
 * Listens on: {@link io.corebus.resource.ResourceMessages}, {@link io.corebus.resource.BulkMessages}, {@link io.corebus.resource.ActJobMessages}, {@link
 * io.corebus.resource.ControlDeskMessages}, {@link io.corebus.audit.AuditMessages#SEALED}.
 * Publishes: {@link io.corebus.resource.ResourceMessages#UNCACHED}, {@link io.corebus.resource.ControlDeskMessages#CHANGED}.
 * Never does: speak to PostgreSQL or know a protocol of the outside.
 */
package io.corebus.resource;
