package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.feature.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say is there: links, settings, descriptors, failure codes, metrics. */
class DocsTest {
    private static final Path MANUAL = Path.of("docs/configuration.md");
    private static final Path DESCRIPTORS = Path.of("conf/features");
    private static final Path SOURCES = Path.of("src/main/java/io/corebus");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern VARIABLE = Pattern.compile("\\bCOREBUS_[A-Z0-9_]*[A-Z0-9]\\b");
    /** Read by the launcher and the command line: no settings of a room, so not in the manual's tables. */
    private static final Set<String> NO_SETTINGS = Set.of("COREBUS_CONFIG", "COREBUS_JAVA_OPTS", "COREBUS_TOKEN");

    private static final Pattern FAILURE =
            Pattern.compile("\\b(?:Failure|unavailable|refusal)\\(\\s*\"([a-z]+(?:-[a-z]+)*)\"");
    private static final Pattern METER = Pattern.compile(
            "\\b(?:Timer|Counter|Gauge|DistributionSummary)\\s*\\.builder\\(\\s*\"(corebus\\.[a-z.]+)\"");
    private static final Pattern ACCESS_METER = Pattern.compile("count\\(\"(corebus\\.[a-z.]+)\"");

    private final List<Markdown> pages = Markdown.pages();

    @Test
    void thePages_areSeen() {
        assertThat(pages)
                .extracting(page -> page.file().toString())
                .contains("README.md", "CHANGELOG.md", "docs/features.md", "docs/decisions/0001-vertx-version.md");
    }

    @Test
    void everyRelativeLink_leadsSomewhere() {
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Markdown page : pages) {
            for (String target : found(LINK, withoutCode(page.prose()))) {
                seen++;
                if (!isElsewhere(target) && !leadsSomewhere(page, target)) {
                    broken.add(page.file() + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(seen).isGreaterThan(30);
    }

    private static String withoutCode(String prose) {
        return INLINE_CODE.matcher(prose).replaceAll("code");
    }

    private static boolean isElsewhere(String target) {
        return target.matches("[a-z]+:.*");
    }

    private static boolean leadsSomewhere(Markdown page, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
        boolean exists = Files.exists(file);
        return exists && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path file) {
        Map<String, Integer> times = new HashMap<>();
        Set<String> anchors = new TreeSet<>();
        for (String heading : found(HEADING, Markdown.read(file).prose())) {
            String anchor = heading.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = times.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    @Test
    void everyVariable_isInTheManual() {
        Set<String> known = new TreeSet<>(NO_SETTINGS);
        known.addAll(all(VARIABLE, Markdown.text(MANUAL)));
        Set<String> unknown = new TreeSet<>();
        Set<String> mentioned = new TreeSet<>();
        for (Markdown page : pages) {
            if (!page.file().equals(MANUAL)) {
                mentioned.addAll(all(VARIABLE, Markdown.text(page.file())));
            }
        }
        mentioned.stream().filter(name -> !known.contains(name)).forEach(unknown::add);
        assertThat(unknown)
                .as("variables that docs/configuration.md does not have")
                .isEmpty();
        assertThat(mentioned).hasSizeGreaterThan(8);
    }

    /** What the Russian guide shows was run where the English one shows it. */
    @Test
    void aTranslatedPage_hasTheBlocksOfItsOriginal() {
        List<Markdown> translated =
                pages.stream().filter(page -> page.file().startsWith("docs/ru")).toList();
        assertThat(translated).isNotEmpty().allSatisfy(page -> {
            Path original = Path.of("docs").resolve(page.file().getFileName());
            assertThat(page.blocks())
                    .containsExactlyElementsOf(Markdown.read(original).blocks());
        });
    }

    /** As {@code corebus start} reads them, each together with the descriptors that ship: an example may refer to those. */
    @Test
    void everyDescriptor_isRead(@TempDir Path directory) throws Exception {
        List<String> descriptors = pages.stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals("yaml"))
                .map(Markdown.Block::text)
                .filter(text -> text.startsWith("feature:"))
                .toList();
        assertThat(descriptors).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 0; i < descriptors.size(); i++) {
            requireRead(Files.createDirectory(directory.resolve("example-" + i)), descriptors.get(i));
        }
    }

    private static void requireRead(Path directory, String descriptor) throws Exception {
        String name = descriptor
                .lines()
                .findFirst()
                .orElseThrow()
                .substring("feature:".length())
                .trim();
        copyShipped(directory);
        Files.writeString(directory.resolve(name + ".yaml"), descriptor);
        Features features = Components.product().reading().read(directory);
        assertThat(features.find(name)).as(descriptor).isNotNull();
    }

    private static void copyShipped(Path directory) throws IOException {
        try (Stream<Path> shipped = Files.list(DESCRIPTORS)) {
            for (Path file : shipped.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void everyFailureCode_isInTheRestManual() {
        assertDocumented("docs/rest.md", all(FAILURE, sources()), 20);
    }

    @Test
    void everyMetric_isInTheOperatorsManual() {
        Set<String> meters = all(METER, sources());
        meters.addAll(all(ACCESS_METER, sources()));
        assertDocumented(
                "docs/operations.md",
                meters.stream().map(name -> name.replace('.', '_')).collect(Collectors.toCollection(TreeSet::new)),
                8);
    }

    private static void assertDocumented(String page, Set<String> names, int atLeast) {
        String text = Markdown.text(Path.of(page));
        assertThat(names.stream().filter(name -> !text.contains("`" + name)).toList())
                .as("in the sources, but not in " + page)
                .isEmpty();
        assertThat(names).hasSizeGreaterThanOrEqualTo(atLeast);
    }

    private static String sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Markdown::text)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyDecision_saysWhyWhatAndWhatFollows() {
        List<Markdown> decisions = pages.stream()
                .filter(page -> page.file().startsWith("docs/decisions"))
                .toList();
        assertThat(decisions)
                .hasSizeGreaterThanOrEqualTo(9)
                .allSatisfy(decision -> assertThat(decision.prose())
                        .as(decision.file().toString())
                        .contains("## Context", "## Decision", "## Consequences"));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(DocsTest::last).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String last(MatchResult match) {
        return match.group(match.groupCount());
    }
}
