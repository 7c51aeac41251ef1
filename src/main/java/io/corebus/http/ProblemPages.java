package io.corebus.http;

import io.corebus.door.StaticPages;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /problems/<code>}: what the {@code type} of a problem leads to. Made of the table in the manual, so that both say the same. */
final class ProblemPages {
    private static final String MANUAL = "rest.md";
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\| ([45]\\d\\d) \\| (.+) \\|$");
    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");
    private static final Pattern MARKUP = Pattern.compile("`([^`]+)`|\\[([^\\]]+)\\]\\([^)]+\\)");

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%1$s</title>
              <link rel="icon" href="/pages/icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/pages/base.css">
              <link rel="stylesheet" href="/docs/docs.css">
            </head>
            <body>
              <header><h1>%1$s</h1></header>
              <main class="page">
            %2$s
              </main>
            </body>
            </html>
            """;
    private static final String PROBLEM = """
                <p><span class="status bad">%s</span> %s.</p>
                <p>The answer itself says what was wrong in its <code>detail</code>, and in <code>errors</code> field by field. Programs decide by its
                <code>code</code>. Operators find the request in the log by its <code>trace_id</code>.</p>
                <p><a href="/problems">All problems</a> · <a href="/docs">The API</a></p>""";

    private ProblemPages() {}

    static void mount(StaticPages pages) {
        Map<String, Row> rows = rows();
        rows.forEach((code, row) ->
                pages.html("/problems/" + code, page(code, PROBLEM.formatted(row.status(), html(row.meaning())))));
        StringBuilder list = new StringBuilder("    <dl class=\"responses\">\n");
        rows.forEach(
                (code, row) -> list.append("      <dt><a href=\"/problems/%1$s\">%1$s</a></dt><dd>%2$s: %3$s.</dd>\n"
                        .formatted(code, row.status(), html(row.meaning()))));
        pages.html("/problems", page("Problems", list + "    </dl>"));
    }

    /**
     * A row of the manual's table.
     *
     * @param meaning in Markdown
     */
    record Row(String status, String meaning) {}

    static Map<String, Row> rows() {
        Map<String, Row> rows = new TreeMap<>();
        Matcher row = ROW.matcher(manual());
        while (row.find()) {
            Matcher code = CODE.matcher(row.group(1));
            while (code.find()) {
                rows.put(code.group(1), new Row(row.group(2), row.group(3)));
            }
        }
        return rows;
    }

    private static String manual() {
        try (InputStream stream = ProblemPages.class.getResourceAsStream(MANUAL)) {
            if (stream == null) {
                throw new IllegalStateException(MANUAL + " is missing from the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Buffer page(String title, String content) {
        return Buffer.buffer(PAGE.formatted(title, content));
    }

    /** The little Markdown that the table has. Links lead to places of the manual, which is not here. */
    private static String html(String markdown) {
        String safe = markdown.replace("&", "&amp;").replace("<", "&lt;");
        String text = MARKUP.matcher(safe)
                .replaceAll(match ->
                        match.group(1) == null ? Matcher.quoteReplacement(match.group(2)) : code(match.group(1)));
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String code(String text) {
        return Matcher.quoteReplacement("<code>" + text + "</code>");
    }
}
