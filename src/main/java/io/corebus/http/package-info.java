/**
 * Owns: the HTTP door. Parses, authenticates, answers.
 * Listens on: nothing; it asks the other rooms.
 * Publishes: nothing.
 * Never does: know a business rule.
 */
package io.corebus.http;
