package io.corebus.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for processes that work in a directory. One that has ended, but for which nobody waited yet, works nowhere. */
public final class Processes {
    private Processes() {}

    public static List<Long> in(Path directory) throws IOException {
        Path real = directory.toRealPath();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid).filter(pid -> worksIn(pid, real)).toList();
        }
    }

    private static boolean worksIn(long pid, Path directory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).startsWith(directory);
        } catch (IOException gone) {
            return false;
        }
    }
}
