package io.corebus.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads what a JVM holds. Its heap is resident from the start ({@code AlwaysPreTouch}), so what is resident grows with what is beside the heap alone. */
final class MemoryMeter {
    private static final String RESIDENT = "VmRSS:";
    private static final String TOTAL = "Total";

    private MemoryMeter() {}

    static Memory read(long pid) throws IOException, BenchFailure {
        return new Memory(liveHeap(pid), resident(pid));
    }

    /** Collects garbage first. */
    private static double liveHeap(long pid) throws IOException, BenchFailure {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(program, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> lines = output.trim().lines().toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1).trim();
        if (!last.startsWith(TOTAL)) {
            throw new BenchFailure("jcmd did not tell what is on the heap: " + last);
        }
        return Double.parseDouble(last.substring(last.lastIndexOf(' ') + 1));
    }

    private static double resident(long pid) throws IOException, BenchFailure {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith(RESIDENT)) {
                String kilobytes =
                        line.substring(RESIDENT.length()).replace("kB", "").trim();
                return Long.parseLong(kilobytes) * 1_024.0;
            }
        }
        throw new BenchFailure("Process " + pid + " does not tell how much memory it holds.");
    }
}
