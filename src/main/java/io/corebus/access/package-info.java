/**
 * Owns: users, passwords, sessions, tokens, signing keys, sign-in with a provider.
 * Listens on: {@link io.corebus.access.AccessMessages}, {@link io.corebus.access.SessionMessages}, {@link io.corebus.access.TokenMessages}, {@link
 * io.corebus.access.OidcMessages}.
 * Publishes: user-changed.
 * Never does: decide what a role may do with a resource.
 */
package io.corebus.access;
