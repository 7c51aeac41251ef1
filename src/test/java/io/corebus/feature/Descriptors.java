package io.corebus.feature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Features as the tests need them, read from descriptors as everybody's are. */
final class Descriptors {
    private Descriptors() {}

    /** The descriptors that the product comes with. */
    static Features shipped() {
        try {
            return FeatureReader.read(Path.of("conf/features"));
        } catch (DescriptorFaults e) {
            throw new AssertionError(e);
        }
    }

    static Feature shipped(String name) {
        return shipped().find(name);
    }

    /** A feature named {@code things} with these properties, each a line {@code name: {schema}}. */
    static Feature things(String... properties) {
        return parse(text(properties)).find("things");
    }

    static String text(String... properties) {
        return "feature: things\nschema:\n  type: object\n  properties:\n    " + String.join("\n    ", properties)
                + "\n";
    }

    static Features parse(String text) {
        try {
            Path directory = Files.createTempDirectory("descriptors");
            try {
                Files.writeString(directory.resolve("things.yaml"), text);
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
