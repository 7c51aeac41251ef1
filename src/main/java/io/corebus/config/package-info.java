/**
 * Owns: typed configuration: one record per room, read from file, environment and flags.
 * Listens on: nothing.
 * Publishes: nothing.
 * Never does: know what a setting is for.
 */
package io.corebus.config;
