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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the descriptors of a directory: every {@code *.yaml} and {@code *.yml} file declares one feature. Finds all faults of all files at once. */
public final class FeatureReader {
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, Draft> byName = new LinkedHashMap<>();

    private FeatureReader() {}

    /** Blocks while it reads. Features are in the order of their files' names. */
    public static Features read(Path directory) throws DescriptorFaults {
        FeatureReader reader = new FeatureReader();
        files(directory).forEach(path -> reader.add(path, DescriptorFile::read));
        return reader.features();
    }

    /**
     * Reads descriptors that are no files here.
     *
     * @param files the text of each by the name of its file
     */
    public static Features parse(Map<String, String> files) throws DescriptorFaults {
        FeatureReader reader = new FeatureReader();
        new TreeMap<>(files).forEach((name, text) -> reader.add(Path.of(name), file -> file.read(text)));
        return reader.features();
    }

    /** The text of each descriptor by the name of its file; blocks. Fails where one cannot be read. */
    public static Map<String, String> texts(Path directory) throws DescriptorFaults {
        Map<String, String> texts = new TreeMap<>();
        for (Path file : files(directory)) {
            try {
                texts.put(file.getFileName().toString(), Files.readString(file));
            } catch (IOException e) {
                throw fault(file, "the file cannot be read as UTF-8 text.", "Save it as UTF-8.");
            }
        }
        return texts;
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

    private void add(Path path, Function<DescriptorFile, @Nullable Located> reading) {
        FileFaults faults = new FileFaults(path.toString());
        Draft draft = DescriptorReader.read(reading.apply(new DescriptorFile(path, faults)), faults);
        drafts.add(draft);
        register(draft);
    }

    private Features features() throws DescriptorFaults {
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
