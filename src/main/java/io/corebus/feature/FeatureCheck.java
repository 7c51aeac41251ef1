package io.corebus.feature;

import io.corebus.feature.DescriptorFaults.Fault;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code corebus check} tells about the descriptors of a directory. */
public final class FeatureCheck {
    private static final int GOOD = 0;
    private static final int BREAKS = 1;
    private static final int FAULTS = 2;

    private FeatureCheck() {}

    /** Prints one line a feature, or all faults. Returns the exit status: 0 where all is good, else 2. */
    public static int check(Path directory, PrintStream out) {
        try {
            FeatureReader.read(directory).all().forEach(feature -> out.println(line(feature)));
            return GOOD;
        } catch (DescriptorFaults e) {
            out.println(e.getMessage());
            return FAULTS;
        }
    }

    /**
     * As {@link #check(Path, PrintStream)}, and then tells what would break the clients of older descriptors.
     *
     * @return 1 where something would
     */
    public static int check(Path directory, @Nullable Path older, PrintStream out) {
        int outcome = check(directory, out);
        if (older == null || outcome != GOOD) {
            return outcome;
        }
        if (!Files.isDirectory(older)) {
            out.println("There is no directory " + older + " to compare with.");
            return FAULTS;
        }
        try {
            FeatureReader.read(older);
            List<Fault> breaks = Compatibility.breaks(older, directory, LocalDate.now(ZoneOffset.UTC));
            out.println(breaks.isEmpty() ? "Nothing breaks the clients of " + older + "." : told(breaks));
            return breaks.isEmpty() ? GOOD : BREAKS;
        } catch (DescriptorFaults e) {
            out.println("In what it is compared with: " + e.getMessage());
            return FAULTS;
        }
    }

    private static String told(List<Fault> breaks) {
        String lines = breaks.stream().map(fault -> "\n  " + fault).collect(Collectors.joining());
        return "The change breaks clients in " + count(breaks.size(), "way", "ways") + ":" + lines;
    }

    private static String line(Feature feature) {
        int uniques = feature.uniques().size();
        return feature.name() + ": " + count(feature.fields().size(), "field", "fields") + ", "
                + count(feature.indexes().size(), "index", "indexes")
                + (uniques == 0 ? "" : ", " + count(uniques, "unique rule", "unique rules"));
    }

    private static String count(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
