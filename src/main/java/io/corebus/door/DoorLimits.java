package io.corebus.door;

import java.time.Duration;

/**
 * What a door bears.
 *
 * @param deadline how long a request may take
 * @param maxBody largest body of a request, in bytes
 * @param maxInFlight requests that one instance works on at a time
 */
public record DoorLimits(Duration deadline, long maxBody, int maxInFlight) {}
