package io.corebus.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What Corebus must reach.
 *
 * @param base the work whose figure in the same round this one's is divided by; null: the figure itself is what counts
 */
record Bar(
        String text,
        String work,
        @Nullable String base,
        ToDoubleFunction<Sample> figure,
        boolean isUpperLimit,
        double limit) {
    static final List<Bar> ALL = List.of(
            atMost(
                    2.5,
                    "server CPU of a read / bare read through Redis",
                    CorebusWorks.READ,
                    BareWorks.REDIS,
                    Sample::serverCpu),
            atMost(
                    1.1,
                    "server CPU of a read by a role / by an admin, who may do anything",
                    CorebusWorks.BY_ROLE,
                    CorebusWorks.ANY,
                    Sample::serverCpu),
            atMost(2, "server CPU of a list / bare list", CorebusWorks.LIST, BareWorks.LIST, Sample::serverCpu),
            atMost(2, "server CPU of a create / bare insert", CorebusWorks.CREATE, BareWorks.INSERT, Sample::serverCpu),
            atLeast(1, "creates per second / pgbench", CorebusWorks.CREATE, PgbenchWork.NAME),
            atMost(
                    2,
                    "server CPU of an update / bare update",
                    CorebusWorks.UPDATE,
                    BareWorks.UPDATE,
                    Sample::serverCpu),
            atMost(
                    1.5,
                    "server CPU of a delivery / bare delivery",
                    CorebusWorks.FAN_OUT,
                    BareWorks.FAN_OUT,
                    Sample::serverCpu),
            atMost(
                    25,
                    "p99 from the acknowledgement of a create to its delivery, ms",
                    CorebusWorks.FAN_OUT,
                    null,
                    Sample::p99Millis),
            atMost(
                    2,
                    "server CPU of a get_record / read over REST",
                    CorebusWorks.TOOL,
                    CorebusWorks.REST,
                    Sample::serverCpu),
            atMost(
                    0.1,
                    "server CPU of a get_record / constant by the TypeScript SDK",
                    CorebusWorks.TOOL,
                    ConstantWork.NAME,
                    Sample::serverCpu),
            atMost(
                    0.1,
                    "server CPU of a get_record / constant by the TypeScript SDK 1.x",
                    CorebusWorks.TOOL,
                    ConstantWork.OLDER,
                    Sample::serverCpu),
            atMost(
                    2,
                    "server CPU of a get_record / read over REST, both on io_uring",
                    CorebusWorks.TOOL_ON_IO_URING,
                    CorebusWorks.REST_ON_IO_URING,
                    Sample::serverCpu),
            atMost(
                    0.1,
                    "server CPU of a get_record on io_uring / constant by the TypeScript SDK",
                    CorebusWorks.TOOL_ON_IO_URING,
                    ConstantWork.NAME,
                    Sample::serverCpu),
            atLeast(0.9, "creates per second with sealing / without", CorebusWorks.SEALED, CorebusWorks.UNSEALED));

    private static Bar atMost(
            double limit, String text, String work, @Nullable String base, ToDoubleFunction<Sample> figure) {
        return new Bar(text, work, base, figure, true, limit);
    }

    private static Bar atLeast(double limit, String text, String work, String base) {
        return new Bar(text, work, base, Sample::rate, false, limit);
    }

    boolean isMeasured(Results results) {
        return results.has(work) && (base == null || results.has(base));
    }

    boolean isMet(Results results) {
        double measured = measured(results);
        return isUpperLimit ? measured <= limit : measured >= limit;
    }

    private double measured(Results results) {
        return base == null ? results.median(work, figure) : results.ratio(work, base, figure);
    }

    String row(Results results) {
        String verdict = isMeasured(results) ? (isMet(results) ? "met" : "**not met**") : "not measured";
        String measured =
                isMeasured(results) ? String.format(Locale.ROOT, limit < 1 ? "%.3f" : "%.2f", measured(results)) : "–";
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
