package io.corebus.logic;

import io.corebus.resource.ResourceMessages.Command;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Names for what is written after one change: the same for the first, the second, ... at every call for it. */
final class WriteNames {
    private final String prefix;
    private final AtomicInteger written = new AtomicInteger();

    WriteNames(String feature, long seq) {
        this.prefix = "logic " + feature + " " + seq + " ";
    }

    Command next() {
        String name = prefix + written.getAndIncrement();
        return new Command(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(), null);
    }
}
