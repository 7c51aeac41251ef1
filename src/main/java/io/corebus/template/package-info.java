/**
 * Owns: what {@code corebus feature new} writes: the text of a descriptor and of its test.
 * Listens on: nothing.
 * Publishes: nothing.
 * Never does: overwrite a file unasked, or write a descriptor that {@code corebus check} would refuse.
 */
package io.corebus.template;
