package io.corebus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.extension.FeatureLogic;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Business logic compiled and packed as a team would do it: not on the class path of the tests. */
public final class LogicJar {
    private LogicJar() {}

    /** A directory that holds a jar with the classes of a source directory, and the named ones as services. */
    public static Path directory(Path sources, Path work, String... services) throws IOException {
        Path classes = Files.createDirectories(work.resolve("classes"));
        compile(sources, classes);
        Path extensions = Files.createDirectories(work.resolve("extensions"));
        pack(classes, extensions.resolve("logic.jar"), String.join("\n", services));
        return extensions;
    }

    private static void compile(Path sources, Path classes) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> found = Files.walk(sources)) {
            List<Path> java =
                    found.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of("-d", classes.toString(), "--release", "17", "-proc:none");
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private static void pack(Path classes, Path jar, String services) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> found = Files.walk(classes)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                add(out, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            add(out, "META-INF/services/" + FeatureLogic.class.getName(), services.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
