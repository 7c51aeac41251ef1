/**
 * What business logic is written against: the interface that a class of yours implements, and what it is given.
 *
 * <p>Owns: that interface. Stays compatible within a minor version, like the REST interface.
 * Listens on: nothing.
 * Publishes: nothing.
 * Never does: run anything. That is for the logic room.
 */
package io.corebus.extension;
