/**
 * Owns: the Model Context Protocol (MCP) for AI agents: tools, resources and prompts over the features, at {@code POST /mcp}.
 * Listens on: {@link io.corebus.audit.AuditMessages#SEALED}, {@link io.corebus.access.AccessMessages#USER_CHANGED}, {@link
 * io.corebus.resource.ControlDeskMessages#CHANGED}.
 * Publishes: nothing.
 * Never does: decide who may do what, touch a resource otherwise than by a message to its room, or pass a token on.
 */
package io.corebus.mcp;
