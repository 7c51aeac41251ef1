/**
 * Owns: users, passwords, tokens, signing keys.
 * Listens on: {@link io.corebus.access.AccessMessages}.
 * Publishes: user-changed.
 * Never does: decide what a role may do with a resource.
 */
package io.corebus.access;
