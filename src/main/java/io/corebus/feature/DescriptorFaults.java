package io.corebus.feature;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with the descriptors of a directory, found in one go. The message is meant for people. */
public final class DescriptorFaults extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public DescriptorFaults(List<Fault> faults) {
        super(message(faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }

    private static String message(List<Fault> faults) {
        String lines = faults.stream().map(fault -> "  " + fault).collect(Collectors.joining("\n"));
        return (faults.size() == 1
                        ? "The feature descriptors have a fault:\n"
                        : "The feature descriptors have faults:\n")
                + lines;
    }

    /**
     * @param file the file, or the directory where it is about the whole of it
     * @param line from 1; 0 where it is about no line
     * @param problem one sentence
     * @param suggestion one sentence that says what to do, or null
     */
    public record Fault(
            String file, int line, String problem, @Nullable String suggestion) {
        @Override
        public String toString() {
            String where = line == 0 ? file : file + ":" + line;
            return where + ": " + problem + (suggestion == null ? "" : " " + suggestion);
        }
    }
}
