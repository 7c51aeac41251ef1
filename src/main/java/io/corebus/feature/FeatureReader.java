package io.corebus.feature;

import io.corebus.config.Suggestion;
import io.corebus.feature.DescriptorFaults.Fault;
import io.corebus.feature.DescriptorReader.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the descriptors of a directory: every {@code *.yaml} and {@code *.yml} file declares one feature. Finds all faults of all files at once. */
public final class FeatureReader {
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, Draft> byName = new LinkedHashMap<>();

    private FeatureReader() {}

    /** Blocks while it reads. Features are in the order of their files' names. */
    public static Features read(Path directory) throws DescriptorFaults {
        return new FeatureReader().features(files(directory));
    }

    /** In the order of their names. */
    static List<Path> files(Path directory) throws DescriptorFaults {
        if (!Files.isDirectory(directory)) {
            throw fault(directory, "there is no such directory.", "Make it, or set COREBUS_FEATURES_DIR.");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files =
                    entries.filter(FeatureReader::isDescriptor).sorted().toList();
            if (files.isEmpty()) {
                throw fault(directory, "there is no descriptor (*.yaml) in this directory.", "Write one.");
            }
            return files;
        } catch (IOException e) {
            throw fault(directory, "the directory cannot be read.", "Give Corebus the right to read it.");
        }
    }

    private static boolean isDescriptor(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private static DescriptorFaults fault(Path where, String problem, String suggestion) {
        return new DescriptorFaults(List.of(new Fault(where.toString(), 0, problem, suggestion)));
    }

    private Features features(List<Path> files) throws DescriptorFaults {
        for (Path file : files) {
            FileFaults faults = new FileFaults(file.toString());
            Draft draft = DescriptorReader.read(new DescriptorFile(file, faults).read(), faults);
            drafts.add(draft);
            register(draft);
        }
        drafts.forEach(this::checkReferences);
        List<Fault> faults =
                drafts.stream().flatMap(draft -> draft.faults().all().stream()).toList();
        if (!faults.isEmpty()) {
            throw new DescriptorFaults(faults);
        }
        return new Features(drafts.stream().map(Draft::feature).toList());
    }

    private void register(Draft draft) {
        Located name = draft.name();
        if (name == null) {
            return;
        }
        Draft first = byName.putIfAbsent(name.text(), draft);
        if (first != null) {
            draft.faults().add(name.line(), taken(name, first), "Choose another name.");
        }
    }

    static String taken(Located name, Draft first) {
        return "there is a feature " + Characters.shown(name.text()) + " already, in "
                + first.faults().file() + ".";
    }

    private void checkReferences(Draft draft) {
        for (Located reference : draft.references()) {
            if (!byName.containsKey(reference.text())) {
                String problem = "there is no feature " + Characters.shown(reference.text()) + " to refer to.";
                draft.faults().add(reference.line(), problem, Suggestion.didYouMean(reference.text(), byName.keySet()));
            }
        }
    }
}
