package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.testing.Ending;
import io.corebus.testing.WrittenTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests that {@code corebus feature new} writes, compiled and run with what they are tests of: in a copy, against a real PostgreSQL and a real Redis. */
class WrittenTestIT {
    @TempDir
    private static Path clone;

    private static String told;

    @BeforeAll
    static void makeFeatures() throws Exception {
        Clone.make(clone);
        told = corebus(
                "invoices",
                "--field 'number:string,required,unique,max=20'",
                "--field 'title:string,search,example=\"quoted\" \\\\ and {0} %s'",
                "--field 'amount:decimal,required,min=0.01,step=0.01' --field 'rate:number' --field 'count:integer'",
                "--field 'status:enum(open|paid),default=open' --field due:date --field at:date-time --field paid:boolean",
                "--field 'task:ref(tasks),required' --field 'replaces:ref(invoices)' --field 'tags:list(string)'",
                "--field mail:email --field site:uri --field host:hostname --field v4:ipv4 --field v6:ipv6",
                "--field time:time --field length:duration --field key:uuid --field 'secret:string,hidden'");
        corebus("payments", "--field 'invoice:ref(invoices),required,unique' --field 'amount:decimal,required,min=0'");
        corebus("plain");
    }

    private static String corebus(String name, String... fields) {
        String command = "./corebus feature new " + name + " " + String.join(" ", fields);
        Ending ending = Ending.of(clone, List.of("sh", "-c", command), 60);
        assertThat(ending.status()).as(ending.output()).isZero();
        return ending.output();
    }

    @Test
    void theTest_isToldOf() {
        assertThat(told)
                .startsWith("Written:\n  conf/features/invoices.yaml\n  src/test/java/features/InvoicesIT.java\n");
    }

    @Test
    void withoutASourceTree_noneIsWritten() throws Exception {
        Path deployment = Files.createDirectory(clone.resolve("deployment"));
        Ending ending = Ending.of(deployment, List.of("sh", "-c", "../corebus feature new invoices"), 60);

        assertThat(ending.status()).isZero();
        assertThat(ending.output())
                .startsWith("Written:\n  conf/features/invoices.yaml\n\n")
                .endsWith("No test was written, because there is no source tree of Corebus in this directory.\n");
    }

    @Test
    void theyCompileWithoutAWarning_andPass() throws Exception {
        Path classes = Files.createDirectory(clone.resolve("classes"));
        compile(classes);

        String run = Clone.java(WrittenTests.class.getName())
                + " classes features.InvoicesIT features.PaymentsIT features.PlainIT";
        Ending first = Ending.of(clone, List.of("sh", "-c", run), 120);
        Ending again = Ending.of(clone, List.of("sh", "-c", run), 120);

        assertThat(first.status()).as(first.output()).isZero();
        assertThat(first.output().lines().filter(line -> line.startsWith("passed ")))
                .hasSize(9);
        assertThat(again.status()).as(again.output()).isZero();
    }

    private static void compile(Path classes) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-d", classes.toString(), "-Xlint:all,-processing,-classfile,-serial", "-Werror");
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> files = Files.list(clone.resolve("src/test/java/features"))) {
            files.forEach(sources::add);
        }
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of("-cp", System.getProperty("java.class.path")));
            assertThat(compiler.getTask(null, manager, null, all, null, manager.getJavaFileObjectsFromPaths(sources))
                            .call())
                    .isTrue();
        }
    }
}
