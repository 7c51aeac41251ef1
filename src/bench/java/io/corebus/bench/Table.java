package io.corebus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Works of one kind as a table in Markdown. */
final class Table {
    /** Microseconds for a request; less is the housekeeping of an idle server. */
    private static final double SHOWN = 0.5;
    /** Less than this is not compared: housekeeping would be a large share of it. */
    private static final double COMPARED = 2.5;

    private static final String NOTHING = "–";

    private final Results results;
    private final List<Column> columns = new ArrayList<>();

    private record Column(String head, boolean isText, Function<Work, String> cell) {}

    private Table(Results results) {
        this.results = results;
    }

    /** What answers requests. */
    static Table ofRequests(Results results) {
        return new Table(results)
                .text("work", work -> work.group().title())
                .text("server", Work::name)
                .number("requests/s", "%,.0f", Sample::rate)
                .latencies()
                .cpu();
    }

    static Table ofFanOut(Results results) {
        return new Table(results)
                .text(Group.FAN_OUT.title(), Work::name)
                .number("deliveries/s", "%,.0f", Sample::rate)
                .latencies()
                .cpu();
    }

    static Table ofIdle(Results results) {
        return new Table(results)
                .text(Group.IDLE_SUBSCRIBERS.title(), Work::name)
                .number("came in/s", "%,.0f", Sample::rate)
                .number("heap KB each", "%.1f", sample -> sample.heap() / 1_024)
                .number("beside the heap KB each", "%.1f", sample -> sample.beside() / 1_024)
                .number("server CPU ms/s", "%.1f", sample -> sample.serverCpu() / 1_000);
    }

    static Table ofSealing(Results results) {
        return new Table(results)
                .text(Group.SEALING.title(), Work::name)
                .number("creates/s", "%,.0f", Sample::rate)
                .ratio(Sample::rate, 0)
                .latencies()
                .number("all sealed after ms", "%.0f", Sample::sealedMillis)
                .cpu();
    }

    private Table text(String head, Function<Work, String> cell) {
        columns.add(new Column(head, true, cell));
        return this;
    }

    private Table number(String head, String format, ToDoubleFunction<Sample> figure) {
        columns.add(new Column(head, false, work -> format(format, results.median(work.name(), figure))));
        return this;
    }

    private Table latencies() {
        return number("p50 ms", "%.2f", sample -> sample.p50() / 1_000).number("p99 ms", "%.2f", Sample::p99Millis);
    }

    private Table cpu() {
        return micros("server CPU", Sample::serverCpu)
                .ratio(Sample::serverCpu, COMPARED)
                .micros("database CPU", Sample::databaseCpu)
                .ratio(Sample::databaseCpu, COMPARED)
                .micros("Redis CPU", Sample::redisCpu);
    }

    private Table micros(String head, ToDoubleFunction<Sample> figure) {
        columns.add(new Column(head, false, work -> {
            double value = results.median(work.name(), figure);
            return value >= SHOWN ? format("%.1f", value) : NOTHING;
        }));
        return this;
    }

    /** @param least less than this is not compared */
    private Table ratio(ToDoubleFunction<Sample> figure, double least) {
        columns.add(new Column("×", false, work -> ratio(work, figure, least)));
        return this;
    }

    private String ratio(Work work, ToDoubleFunction<Sample> figure, double least) {
        String base = work.group().base();
        boolean comparable = results.median(work.name(), figure) >= least && results.median(base, figure) >= least;
        return comparable ? format("%.2f", results.ratio(work.name(), base, figure)) : NOTHING;
    }

    private static String format(String format, double value) {
        return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, format, value);
    }

    String of(List<Work> works) {
        String head =
                row(Column::head) + "|" + columns.stream().map(Table::line).collect(Collectors.joining("|")) + "|\n";
        return works.stream()
                .map(work -> row(column -> column.cell().apply(work)))
                .collect(Collectors.joining("", head, ""));
    }

    private static String line(Column column) {
        return column.isText() ? "---" : "---:";
    }

    private String row(Function<Column, String> cell) {
        return columns.stream().map(cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
