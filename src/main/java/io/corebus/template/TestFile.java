package io.corebus.template;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The test of a new feature, where one can be written.
 *
 * @param text null where none is written
 * @param reason why none is written; null where one is
 */
public record TestFile(
        Path file, @Nullable String text, @Nullable String reason) {
    static final String PACKAGE = "features";
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Path SUPPORT = TESTS.resolve(Path.of("io", "corebus", "TestNode.java"));
    private static final Path DESCRIPTORS = Path.of("conf", "features");

    /**
     * @param root where the source tree is, if there is one
     * @param directory of the descriptors
     */
    public static TestFile of(FeatureTemplate template, Path root, Path directory) {
        Path file =
                TESTS.resolve(PACKAGE).resolve(TestText.type(template.feature().name()) + ".java");
        Parents parents = Parents.of(template.feature(), template.trial().others());
        if (!Files.exists(root.resolve(SUPPORT))) {
            return without(file, "there is no source tree of Corebus in this directory");
        }
        if (!isSame(root.resolve(DESCRIPTORS), directory)) {
            return without(file, "tests read " + DESCRIPTORS + ", and this descriptor is in " + directory);
        }
        if (parents.missing() != null) {
            return without(file, parents.missing());
        }
        return new TestFile(file, TestText.of(template.feature(), parents), null);
    }

    /** Whether tests of these descriptors have a place. */
    static boolean isPlaceOfTests(Path root, Path directory) {
        return Files.exists(root.resolve(SUPPORT)) && isSame(root.resolve(DESCRIPTORS), directory);
    }

    private static TestFile without(Path file, String reason) {
        return new TestFile(file, null, reason);
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
}
