package io.corebus.node;

import io.corebus.bus.Address;
import io.corebus.bus.Health;
import java.time.Duration;

/** Messages of a room for tests. */
public final class EchoMessages {
    public static final Address<Health.Check, Health.Report> HEALTH = Health.address("echo");
    public static final Address<Say, Said> SAY =
            Address.of("corebus.echo.say", Say.class, Said.class).withAttempt(Duration.ofMillis(900));

    private EchoMessages() {}

    /** @param afterMillis how long the answer takes */
    public record Say(String word, long afterMillis) {}

    /** @param pid of the process that answered */
    public record Said(String word, long pid) {}
}
