/**
 * Owns: the feature descriptor: reading it, checking it, and the model that every room works from.
 * Listens on: nothing.
 * Publishes: nothing.
 * Never does: input or output other than reading descriptor files.
 */
package io.corebus.feature;
