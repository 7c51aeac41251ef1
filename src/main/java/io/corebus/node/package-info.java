/**
 * Owns: the process: Vert.x, the cluster, the deployment of rooms, readiness, the orderly stop, logging.
 * Listens on: nothing; it asks every room for its health.
 * Publishes: nothing.
 * Never does: know what a room does.
 */
package io.corebus.node;
