package io.corebus.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What Corebus must reach: one of its figures against that of another work in the same rounds. */
record Bar(String text, String work, String base, ToDoubleFunction<Sample> figure, boolean isUpperLimit, double limit) {
    static final List<Bar> ALL = List.of(
            new Bar(
                    "server CPU of a read / bare read through Redis",
                    CorebusWorks.READ,
                    BareWorks.REDIS,
                    Sample::serverCpu,
                    true,
                    2.5),
            new Bar("server CPU of a list / bare list", CorebusWorks.LIST, BareWorks.LIST, Sample::serverCpu, true, 2),
            new Bar(
                    "server CPU of a create / bare insert",
                    CorebusWorks.CREATE,
                    BareWorks.INSERT,
                    Sample::serverCpu,
                    true,
                    2),
            new Bar("creates per second / pgbench", CorebusWorks.CREATE, PgbenchWork.NAME, Sample::rate, false, 1));

    boolean isMeasured(Results results) {
        return results.has(work) && results.has(base);
    }

    boolean isMet(Results results) {
        double ratio = ratio(results);
        return isUpperLimit ? ratio <= limit : ratio >= limit;
    }

    private double ratio(Results results) {
        return results.ratio(work, base, figure);
    }

    String row(Results results) {
        String verdict = isMeasured(results) ? (isMet(results) ? "met" : "**not met**") : "not measured";
        String measured = isMeasured(results) ? String.format(Locale.ROOT, "%.2f", ratio(results)) : "–";
        return String.format(
                Locale.ROOT,
                "| %s | %s %.1f | %s | %s |",
                text,
                isUpperLimit ? "at most" : "at least",
                limit,
                measured,
                verdict);
    }
}
