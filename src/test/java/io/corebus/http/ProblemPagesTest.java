package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.http.ProblemPages.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual's table of failure codes, of which the pages under {@code /problems} are made, says what the program does. */
class ProblemPagesTest {
    private static final Pattern FAILURE = Pattern.compile("\\bFailure\\(\\s*\"([a-z]+(?:-[a-z]+)*)\",\\s*(\\d{3})\\b");
    /** Said by a node that cannot start: they reach no client. */
    private static final List<String> NO_ANSWERS = List.of("storage-url", "migration-failed");

    private final Map<String, Row> rows = ProblemPages.rows();

    @Test
    void everyRow_isRead() throws Exception {
        String manual = Files.readString(Path.of("docs/rest.md"));
        String table = manual.substring(manual.indexOf("### Failure codes"));
        Matcher code = Pattern.compile("`([a-z-]+)`(?=.* \\| [45]\\d\\d \\|)").matcher(table);
        int seen = 0;
        while (code.find()) {
            seen++;
            assertThat(rows).containsKey(code.group(1));
        }
        assertThat(seen).isGreaterThan(35);
        assertThat(rows.get("unknown-message").status()).isEqualTo("400");
    }

    @Test
    void everyFailure_hasTheStatusOfItsRow() throws Exception {
        int seen = 0;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher failure = FAILURE.matcher(Files.readString(source));
                while (failure.find()) {
                    seen++;
                    if (!NO_ANSWERS.contains(failure.group(1))) {
                        assertThat(rows).as(source + ": a row in docs/rest.md").containsKey(failure.group(1));
                        assertThat(rows.get(failure.group(1)).status())
                                .as(source + ": " + failure.group(1))
                                .isEqualTo(failure.group(2));
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(40);
    }
}
