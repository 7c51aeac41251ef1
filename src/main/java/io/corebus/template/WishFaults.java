package io.corebus.template;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with what was asked for, found in one go. The message is meant for people. */
public final class WishFaults extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param faults each one or two sentences: what is wrong, what to write instead */
    WishFaults(List<String> faults) {
        super(message(faults), null, false, false);
    }

    private static String message(List<String> faults) {
        String lines = faults.stream().map(fault -> "  " + fault).collect(Collectors.joining("\n"));
        return "Nothing was written. What was asked for has " + (faults.size() == 1 ? "a fault:\n" : "faults:\n")
                + lines;
    }
}
