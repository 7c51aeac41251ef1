package io.corebus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The figures as Markdown. */
final class Report {
    private static final String BEGIN = "<!-- bench -->";
    private static final String END = "<!-- /bench -->";

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
        text.append("CPU is microseconds a request, or a delivery; × compares with the row marked 1.00, paired round by"
                + " round.\n\n");
        add(
                text,
                Table.ofRequests(results),
                EnumSet.of(Group.READ, Group.RIGHTS, Group.LIST, Group.CREATE, Group.UPDATE, Group.MCP));
        add(text, Table.ofFanOut(results), EnumSet.of(Group.FAN_OUT));
        add(text, Table.ofIdle(results), EnumSet.of(Group.IDLE_SUBSCRIBERS));
        add(text, Table.ofSealing(results), EnumSet.of(Group.SEALING));
        text.append("| bar | limit | measured | |\n|---|---|---:|---|\n");
        Bar.ALL.forEach(bar -> text.append(bar.row(results)).append('\n'));
        return text.toString();
    }

    /** Nothing where none of them ran. */
    private void add(StringBuilder text, Table table, Set<Group> groups) {
        List<Work> those =
                works.stream().filter(work -> groups.contains(work.group())).toList();
        if (!those.isEmpty()) {
            text.append(table.of(those)).append('\n');
        }
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
