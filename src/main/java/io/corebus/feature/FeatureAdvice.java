package io.corebus.feature;

import io.corebus.feature.DescriptorFaults.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What could be better about descriptors that have no faults. None of it keeps a start from anything. */
public final class FeatureAdvice {
    private FeatureAdvice() {}

    /**
     * Every piece of advice with its place and what to do, in the order of the files and their lines. Blocks while it reads.
     *
     * @param names those to look at; none: all
     * @param isTested whether a feature of that name has a test
     * @throws DescriptorFaults where there are faults in any of them
     */
    public static List<Fault> of(Path directory, Collection<String> names, Predicate<String> isTested)
            throws DescriptorFaults {
        Features features = FeatureReader.read(directory);
        List<Fault> advice = new ArrayList<>();
        for (Map.Entry<String, Path> file : files(directory).entrySet()) {
            Feature feature = features.find(file.getKey());
            if (feature != null && (names.isEmpty() || names.contains(feature.name()))) {
                advice.addAll(of(feature, file.getValue(), isTested));
            }
        }
        return advice;
    }

    private static List<Fault> of(Feature feature, Path file, Predicate<String> isTested) {
        FileFaults found = new FileFaults(file.toString());
        Located root = new DescriptorFile(file, found).read();
        if (root != null) {
            new FeatureAdviser(feature, root, found).advise(isTested.test(feature.name()));
            new FieldAdviser(feature, root, found).advise();
        }
        return found.all();
    }

    /** The files of descriptors by the names of their features, in the order of the files. */
    public static Map<String, Path> files(Path directory) throws DescriptorFaults {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Path file : FeatureReader.files(directory)) {
            Located root = new DescriptorFile(file, new FileFaults(file.toString())).read();
            Located name = root == null ? null : root.get("feature");
            if (name != null) {
                files.put(name.text(), file);
            }
        }
        return files;
    }
}
