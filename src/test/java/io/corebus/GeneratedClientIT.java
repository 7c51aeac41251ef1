package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client in TypeScript, typed by what is generated from the served document, compiles and works. Node and npm have to be there. */
class GeneratedClientIT {
    private static final Path SOURCE = Path.of("src/test/npm-client");
    private static final Path HOME = Path.of("target/npm-client");
    private static final Path MANUAL = Path.of("docs/rest.md");
    private static final String OPTIONS = "-o api.d.ts --default-non-nullable=false";
    private static final List<String> FILES = List.of("package.json", "tsconfig.json", "client.ts");

    @Test
    void aTypedClient_compilesAndMakesARoundTrip() throws Exception {
        Api admin = TestNode.shared().admin();
        Files.createDirectories(HOME);
        for (String file : FILES) {
            Files.copy(SOURCE.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                HOME.resolve("openapi.json"),
                admin.as(null).get("/openapi.json").text());
        if (!Files.exists(HOME.resolve("node_modules/typescript/package.json"))) {
            run("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts");
        }
        assertThat(Files.readString(MANUAL))
                .contains("npx openapi-typescript http://127.0.0.1:8080/openapi.json " + OPTIONS);
        run(("node node_modules/openapi-typescript/bin/cli.js openapi.json " + OPTIONS).split(" "));
        run("node", "node_modules/typescript/bin/tsc");

        assertThat(run("node", "client.js", admin.url(), TestNode.ADMIN, TestNode.PASSWORD))
                .isEqualToIgnoringWhitespace("The round trip is done.");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path output = HOME.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertThat(ended).as(String.join(" ", command) + " ends: " + said).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + ": " + said)
                .isZero();
        return said;
    }
}
