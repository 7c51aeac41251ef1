package io.corebus.feature;

import io.corebus.config.Suggestion;
import io.corebus.feature.DescriptorFaults.Fault;
import io.corebus.feature.DescriptorReader.Draft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a descriptor that is not written yet would fare among those of a directory.
 *
 * @param feature null where it has faults
 * @param faults of it alone, and not that it refers to what is not there
 * @param unknown the features it refers to that are not there, each with a suggestion or an empty text
 * @param others those of the directory that have no faults
 * @param othersHaveFaults whether there are more, which have some
 */
public record DescriptorTrial(
        @Nullable Feature feature,
        List<Fault> faults,
        Map<String, String> unknown,
        Features others,
        boolean othersHaveFaults) {

    /**
     * Blocks while it reads the others.
     *
     * @param directory may be missing
     * @param file where the descriptor would be; what is there now does not count
     */
    public static DescriptorTrial of(Path directory, Path file, String text) {
        List<Draft> others = others(directory, file);
        FileFaults found = new FileFaults(file.toString());
        Draft draft = DescriptorReader.read(new DescriptorFile(file, found).read(text), found);
        Map<String, Draft> byName = new TreeMap<>();
        others.forEach(other -> register(other, byName));
        checkName(draft, byName);
        register(draft, byName);
        List<Feature> good = others.stream()
                .filter(other -> other.faults().count() == 0)
                .map(Draft::feature)
                .toList();
        return new DescriptorTrial(
                found.count() == 0 ? draft.result() : null,
                found.all(),
                unknown(draft, byName),
                new Features(good),
                good.size() < others.size());
    }

    private static List<Draft> others(Path directory, Path file) {
        List<Draft> others = new ArrayList<>();
        for (Path other : files(directory)) {
            if (!other.equals(file)) {
                FileFaults faults = new FileFaults(other.toString());
                others.add(DescriptorReader.read(new DescriptorFile(other, faults).read(), faults));
            }
        }
        return others;
    }

    private static List<Path> files(Path directory) {
        try {
            return Files.isDirectory(directory) ? FeatureReader.files(directory) : List.of();
        } catch (DescriptorFaults nothingThere) {
            return List.of();
        }
    }

    private static void register(Draft draft, Map<String, Draft> byName) {
        if (draft.name() != null) {
            byName.putIfAbsent(draft.name().text(), draft);
        }
    }

    private static void checkName(Draft draft, Map<String, Draft> byName) {
        Located name = draft.name();
        Draft first = name == null ? null : byName.get(name.text());
        if (name != null && first != null) {
            draft.faults().add(name.line(), FeatureReader.taken(name, first), "Choose another name.");
        }
    }

    private static Map<String, String> unknown(Draft draft, Map<String, Draft> byName) {
        Map<String, String> unknown = new TreeMap<>();
        for (Located reference : draft.references()) {
            if (!byName.containsKey(reference.text())) {
                String suggestion = Suggestion.didYouMean(reference.text(), byName.keySet());
                unknown.put(reference.text(), suggestion == null ? "" : suggestion);
            }
        }
        return unknown;
    }
}
