/**
 * Owns: the command line: verbs, exit codes, the banner, what is said when a start fails.
 * Listens on: nothing.
 * Publishes: nothing.
 * Never does: run on an event loop. It waits, on the main thread and in the shutdown hook.
 */
package io.corebus.cli;
