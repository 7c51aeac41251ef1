package io.corebus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a developer of features works with: the descriptors that ship, the support of tests, and {@code ./corebus}; in a directory that may be spoilt. */
final class Clone {
    private static final List<String> COPIED = List.of(
            "conf/features/features.yaml",
            "conf/features/projects.yaml",
            "conf/features/tasks.yaml",
            "src/test/java/io/corebus/TestNode.java");
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.nio",
            "java.base/sun.nio.ch",
            "java.management/sun.management",
            "jdk.management/com.sun.management.internal");

    private Clone() {}

    /** Its {@code ./corebus} runs the classes that are tested, and builds nothing. */
    static void make(Path directory) throws IOException {
        for (String copied : COPIED) {
            Path copy = directory.resolve(copied);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(copied), copy);
        }
        Path launcher = directory.resolve("corebus");
        Files.writeString(launcher, "#!/bin/sh\nexec " + java("io.corebus.Corebus") + " \"$@\"\n");
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException(launcher + " cannot be made executable");
        }
    }

    /** A command line for a shell. */
    static String java(String main) {
        String options = OPENED.stream()
                .map(module -> "--add-opens=" + module + "=ALL-UNNAMED")
                .collect(Collectors.joining(" "));
        return "'" + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -Xmx256m -XX:TieredStopAtLevel=1 --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED "
                + options + " -cp '" + System.getProperty("java.class.path") + "' " + main;
    }
}
