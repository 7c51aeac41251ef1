package io.corebus.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The processor time, in user space and in the kernel, that a process has used so far, as Linux counts it in {@code /proc}. */
final class CpuClock {
    /** Where the fields stand behind the name of the program, which may itself contain blanks and parentheses. */
    private static final int USER = 11;

    private static final int OF_ENDED_CHILDREN = 13;

    private final double microsPerTick;

    private CpuClock(double microsPerTick) {
        this.microsPerTick = microsPerTick;
    }

    static CpuClock open() throws IOException, BenchFailure {
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            throw new BenchFailure("The bench reads processor time from /proc, which only Linux has; this is "
                    + System.getProperty("os.name", "another system").toLowerCase(Locale.ROOT) + ".");
        }
        Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
        String ticks = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        return new CpuClock(1_000_000.0 / Long.parseLong(ticks));
    }

    /** Of one process, in microseconds. */
    double micros(long pid) {
        return sum(pid, USER, 2) * microsPerTick;
    }

    /**
     * Of a process, its descendants, and those of them that have ended, in microseconds. A server process that ends between two looks is not lost: its
     * parent has its time by then.
     */
    double microsOfFamily(long pid) {
        List<Long> descendants = ProcessHandle.of(pid)
                .map(parent -> parent.descendants().map(ProcessHandle::pid).toList())
                .orElse(List.of());
        long ticks = sum(pid, USER, 2) + sum(pid, OF_ENDED_CHILDREN, 2);
        for (long descendant : descendants) {
            ticks += sum(descendant, USER, 2) + sum(descendant, OF_ENDED_CHILDREN, 2);
        }
        return ticks * microsPerTick;
    }

    private static long sum(long pid, int first, int count) {
        String[] fields = fields(pid);
        long sum = 0;
        for (int i = first; i < Math.min(first + count, fields.length); i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }

    private static String[] fields(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
        } catch (IOException gone) {
            return new String[0];
        }
    }
}
