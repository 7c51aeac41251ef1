package io.corebus.testing;

import io.corebus.feature.DescriptorFaults;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Features that tests read: those that ship, and their own. */
public final class TestFeatures {
    /** Whoever uses the product adds others, which these tests know nothing of. */
    public static final List<String> SHIPPED = List.of("features", "projects", "tasks");

    private static final Path DESCRIPTORS = Path.of("conf/features");

    private TestFeatures() {}

    /** @param more descriptors by the names of their features */
    public static Features shippedAnd(Map<String, String> more) {
        try {
            Map<String, String> all = new HashMap<>();
            for (String name : SHIPPED) {
                all.put(name, Files.readString(DESCRIPTORS.resolve(name + ".yaml")));
            }
            all.putAll(more);
            return of(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param descriptors by the names of their features */
    public static Features of(Map<String, String> descriptors) {
        try {
            Path directory = Files.createTempDirectory("features");
            try {
                for (Map.Entry<String, String> descriptor : descriptors.entrySet()) {
                    Files.writeString(directory.resolve(descriptor.getKey() + ".yaml"), descriptor.getValue());
                }
                return FeatureReader.read(directory);
            } catch (DescriptorFaults e) {
                throw new AssertionError(e);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> entries = Files.walk(directory)) {
            entries.sorted(Comparator.reverseOrder())
                    .forEach(entry -> entry.toFile().delete());
        }
    }
}
