/**
 * Owns: what the doors have in common: who calls, how a request is read and refused, and how doors of one process share a port.
 * Listens on: {@link io.corebus.access.AccessMessages#USER_CHANGED}, {@link io.corebus.resource.ControlDeskMessages#CHANGED}.
 * Publishes: nothing.
 * Never does: know a business rule, or what a door is for.
 */
package io.corebus.door;
