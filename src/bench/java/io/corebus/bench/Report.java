package io.corebus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures as Markdown. */
final class Report {
    private static final String BEGIN = "<!-- bench -->";
    private static final String END = "<!-- /bench -->";
    /** Microseconds for a request; less is the housekeeping of an idle server. */
    private static final double SHOWN = 0.5;
    /** Less than this is not compared: housekeeping would be a large share of it. */
    private static final double COMPARED = 2.5;

    private final String conditions;
    private final List<Work> works;
    private final Results results;

    Report(String conditions, List<Work> works, Results results) {
        this.conditions = conditions;
        this.works = works;
        this.results = results;
    }

    String text() {
        StringBuilder text = new StringBuilder(conditions).append("\n\n");
        text.append("CPU is microseconds a request; × compares with the row marked 1.00, paired round by round.\n\n");
        line(text, "| work | server | requests/s | p50 ms | p99 ms | server CPU | × | database CPU | × | Redis CPU |");
        line(text, "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        works.forEach(work -> line(text, row(work)));
        text.append('\n');
        line(text, "| bar | limit | measured | |");
        line(text, "|---|---|---:|---|");
        Bar.ALL.forEach(bar -> line(text, bar.row(results)));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    private String row(Work work) {
        String name = work.name();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.2f | %.2f | %s | %s | %s | %s | %s |",
                work.group().title(),
                name,
                results.median(name, Sample::rate),
                results.median(name, Sample::p50) / 1_000,
                results.median(name, Sample::p99) / 1_000,
                micros(name, Sample::serverCpu),
                ratio(work, Sample::serverCpu),
                micros(name, Sample::databaseCpu),
                ratio(work, Sample::databaseCpu),
                micros(name, Sample::redisCpu));
    }

    private String micros(String name, ToDoubleFunction<Sample> figure) {
        double value = results.median(name, figure);
        return value >= SHOWN ? String.format(Locale.ROOT, "%.1f", value) : "–";
    }

    private String ratio(Work work, ToDoubleFunction<Sample> figure) {
        String base = work.group().base();
        boolean comparable =
                results.median(work.name(), figure) >= COMPARED && results.median(base, figure) >= COMPARED;
        return comparable ? String.format(Locale.ROOT, "%.2f", results.ratio(work.name(), base, figure)) : "–";
    }

    /** Into a file that has the marks between them, else as the whole file. */
    void write(Path file) throws IOException {
        String old = Files.exists(file) ? Files.readString(file) : "";
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        boolean marked = begin >= 0 && end > begin;
        Files.writeString(file, marked ? old.substring(0, begin) + BEGIN + "\n" + text() + old.substring(end) : text());
    }
}
