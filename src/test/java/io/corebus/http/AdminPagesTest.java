package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page {@code /admin} is made of: files that are all served, and that put no text into the page as markup. */
class AdminPagesTest {
    private static final Path FILES = Path.of("src/main/resources/io/corebus/http");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .+ from '([^']+)';$");
    private static final Pattern MARKUP = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|DOMParser|setHTML");
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]* src=)|<style|\\son\\w+=|\\sstyle=|https?://");
    private static final int MOST_LINES = 300;

    private final Map<Path, String> sources = sources();

    private static Map<Path, String> sources() {
        Map<Path, String> read = new TreeMap<>();
        for (String folder : List.of("admin", "pages")) {
            try (Stream<Path> files = Files.list(FILES.resolve(folder))) {
                for (Path file : files.toList()) {
                    read.put(FILES.relativize(file), Files.readString(file));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return read;
    }

    @Test
    void everyFile_isServed() {
        assertThat(names("admin", ".js")).containsExactlyInAnyOrderElementsOf(AdminPages.SCRIPTS);
        assertThat(names("admin", ".css")).containsExactlyInAnyOrderElementsOf(AdminPages.STYLES);
        assertThat(AdminPages.SCRIPTS).hasSizeGreaterThan(30);
    }

    private List<String> names(String folder, String ending) {
        return sources.keySet().stream()
                .filter(file -> file.startsWith(folder) && file.toString().endsWith(ending))
                .map(file -> file.getFileName().toString())
                .toList();
    }

    @Test
    void everyImport_leadsToAFile() {
        TreeSet<String> imported = new TreeSet<>();
        sources.forEach((file, text) -> IMPORT.matcher(text).results().forEach(match -> {
            String target = match.group(1);
            Path path = target.startsWith("/")
                    ? Path.of(target.substring(1))
                    : file.resolveSibling(target).normalize();
            assertThat(sources).as(file + " imports " + target).containsKey(path);
            imported.add(path.toString());
        }));
        assertThat(imported).contains("admin/router.js", "pages/dom.js");
    }

    @Test
    void noText_becomesMarkup() {
        sources.forEach((file, text) ->
                assertThat(MARKUP.matcher(text).find()).as(file.toString()).isFalse());
    }

    @Test
    void thePage_hasNothingInline_andAsksNobodyElse() {
        String page = sources.get(Path.of("admin/admin.html"));
        assertThat(INLINE.matcher(page).find()).isFalse();
        assertThat(page).contains("<script type=\"module\" src=\"/admin/main.js\"></script>");
    }

    @Test
    void everyFile_isOneConcept() {
        sources.forEach((file, text) ->
                assertThat(text.lines().count()).as(file.toString()).isLessThanOrEqualTo(MOST_LINES));
    }
}
