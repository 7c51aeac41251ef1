package io.corebus.logic;

import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages.Command;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names for what is written after one change: made of what is written, so that a repeat is done once, in whatever order it comes, and nothing else is taken for it.
 * Used by one thread at a time.
 */
final class WriteNames {
    private final String prefix;
    private final Map<String, Integer> same = new HashMap<>();

    WriteNames(String feature, long seq) {
        this.prefix = "logic " + feature + " " + seq + " ";
    }

    /**
     * @param id of the resource; null: a new one
     * @param content what is written; null: nothing
     */
    Command next(String verb, String feature, @Nullable String id, @Nullable Json content) {
        String what = verb + '\0' + feature + '\0' + id + '\0' + content;
        // The same twice is meant twice.
        String name = prefix + same.merge(what, 1, Integer::sum) + '\0' + what;
        return new Command(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(), null);
    }
}
