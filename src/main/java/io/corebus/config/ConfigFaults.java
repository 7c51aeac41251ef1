package io.corebus.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with the configuration, found in one go. The message is meant for people. */
public final class ConfigFaults extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public ConfigFaults(List<Fault> faults) {
        super(message(faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }

    private static String message(List<Fault> faults) {
        String lines = faults.stream().map(fault -> "  " + fault).collect(Collectors.joining("\n"));
        return (faults.size() == 1 ? "The configuration has a fault:\n" : "The configuration has faults:\n") + lines;
    }

    /**
     * @param where {@code file:line}, the name of the environment variable, or the flag; for something that is missing, its key
     * @param problem one sentence; never has the text of a secret
     * @param suggestion one sentence that says what to do, or null
     */
    public record Fault(
            String where, String problem, @Nullable String suggestion) {
        @Override
        public String toString() {
            return where + ": " + problem + (suggestion == null ? "" : " " + suggestion);
        }
    }
}
