package io.corebus.feature;

import java.io.PrintStream;
import java.nio.file.Path;

/** What {@code corebus check} tells about the descriptors of a directory. */
public final class FeatureCheck {
    private static final int GOOD = 0;
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
