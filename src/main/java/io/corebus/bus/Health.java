package io.corebus.bus;

import java.util.Map;

/** What a room says of itself when asked on its {@code corebus.<room>.health} address. */
public final class Health {
    private Health() {}

    /** Asks. */
    public record Check() {}

    /**
     * Answers.
     *
     * @param up whether the room can do its work now
     * @param parts what it leans on, each with one word or sentence: {@code "postgresql": "up"}
     */
    public record Report(boolean up, Map<String, String> parts) {
        public Report {
            parts = Map.copyOf(parts);
        }
    }

    /** The address on which a room answers. */
    public static Address<Check, Report> address(String room) {
        return Address.of("corebus." + room + ".health", Check.class, Report.class);
    }
}
