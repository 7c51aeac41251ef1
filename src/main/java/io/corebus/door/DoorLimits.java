package io.corebus.door;

import java.time.Duration;

/**
 * What a door bears.
 *
 * @param deadline how long a request may take
 * @param maxBody largest body of a request, in bytes
 * @param maxInFlight requests that one instance works on at a time
 * @param maxInFlightPerFeature those of them that may be for one feature, so that a slow one leaves room for the others
 */
public record DoorLimits(Duration deadline, long maxBody, int maxInFlight, int maxInFlightPerFeature) {}
