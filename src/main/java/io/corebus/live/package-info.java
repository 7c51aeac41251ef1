/**
 * Owns: live updates: the sealed journal as a stream to WebSocket, Server-Sent Events and SockJS, for those who may read the feature.
 * Listens on: {@link io.corebus.audit.AuditMessages#SEALED}, {@link io.corebus.access.AccessMessages#USER_CHANGED}, {@link
 * io.corebus.resource.ControlDeskMessages#CHANGED}.
 * Publishes: nothing.
 * Never does: decide who may read what, skip an event silently, or let a client that does not read cost more than a bounded memory.
 */
package io.corebus.live;
