package io.corebus.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests of a source tree, as far as they can be told to be of a feature: because they name its path. */
public final class TestTree {
    private static final Path TESTS = Path.of("src", "test", "java");

    private final boolean isThere;
    private final List<String> texts = new ArrayList<>();

    private TestTree(boolean isThere) {
        this.isThere = isThere;
    }

    /**
     * Blocks while it reads.
     *
     * @param root of the source tree, if there is one
     * @param directory of the descriptors
     */
    public static TestTree read(Path root, Path directory) throws IOException {
        TestTree tree = new TestTree(TestFile.isPlaceOfTests(root, directory));
        if (tree.isThere) {
            try (Stream<Path> files = Files.walk(root.resolve(TESTS))) {
                for (Path file :
                        files.filter(name -> name.toString().endsWith(".java")).toList()) {
                    tree.texts.add(Files.readString(file));
                }
            }
        }
        return tree;
    }

    /** Whether there is a test of this feature; true as well where there is no place for one. */
    public boolean has(String feature) {
        Pattern path = Pattern.compile("/api/" + Pattern.quote(feature) + "\\b");
        return !isThere || texts.stream().anyMatch(text -> path.matcher(text).find());
    }
}
