package io.corebus.feature;

import io.corebus.feature.DescriptorFaults.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found wrong with one file so far. */
final class FileFaults {
    private final String file;
    private final List<Fault> faults = new ArrayList<>();

    FileFaults(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void add(int line, String problem) {
        add(line, problem, null);
    }

    void add(int line, String problem, @Nullable String suggestion) {
        Fault fault = new Fault(file, line, problem, suggestion);
        if (!faults.contains(fault)) { // What is read twice is told once.
            faults.add(fault);
        }
    }

    int count() {
        return faults.size();
    }

    /** In the order of the file. */
    List<Fault> all() {
        return faults.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
    }
}
