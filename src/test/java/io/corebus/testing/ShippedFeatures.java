package io.corebus.testing;

import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The features that ship. */
public final class ShippedFeatures {
    private ShippedFeatures() {}

    /** @param more descriptors by the names of their features */
    public static Features and(Map<String, String> more) {
        try {
            Path directory = Files.createTempDirectory("features");
            try (Stream<Path> shipped = Files.list(Path.of("conf/features"))) {
                for (Path file : shipped.toList()) {
                    Files.copy(file, directory.resolve(file.getFileName()));
                }
            }
            for (Map.Entry<String, String> descriptor : more.entrySet()) {
                Files.writeString(directory.resolve(descriptor.getKey() + ".yaml"), descriptor.getValue());
            }
            return FeatureReader.read(directory);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
