package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code corebus audit}, as the process would run them. */
class AuditCommandTest {
    private record Run(int status, String out) {}

    private static Run run(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return new Run(
                    Cli.run(Components.product(), List.of(arguments)),
                    out.toString(StandardCharsets.UTF_8).trim());
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void verify_needsAFileAndAKey() {
        assertThat(run("audit", "verify").status()).isEqualTo(2);
        assertThat(run("audit", "verify", "x").status()).isEqualTo(2);
        assertThat(run("audit", "verify", "no-such-export", "--key", "no-such-key"))
                .isEqualTo(new Run(2, "NOT VERIFIED: there is no file no-such-key."));
        assertThat(run("audit", "verify", "x", "--key", "x", "--from", "x").status())
                .isEqualTo(2);
    }

    @Test
    void verify_ofADirectory_saysWhich(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("x"), "{}");

        assertThat(run("audit", "verify", file.toString(), "--key", directory.toString()))
                .isEqualTo(new Run(2, "NOT VERIFIED: " + directory + " is a directory, not a file."));
        assertThat(run("audit", "verify", directory.toString(), "--key", file.toString()))
                .isEqualTo(new Run(2, "NOT VERIFIED: " + directory + " is a directory, not a file."));
    }

    @Test
    void verify_ofWhatDoesNotHold_isOne(@TempDir Path directory) throws Exception {
        Path key = Files.writeString(
                directory.resolve("key"),
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        Path export = Files.writeString(directory.resolve("export"), "{\"type\":\"export\",\"format\":1,\"from\":1}\n");

        assertThat(run("audit", "verify", export.toString(), "--key", key.toString()))
                .isEqualTo(new Run(1, "NOT VERIFIED: there is no seal in the export: it proves nothing."));
    }

    @Test
    void checkpoint_needsAUrlAndAToken() {
        assertThat(run("audit", "checkpoint", "--url", "http://127.0.0.1:1").status())
                .isEqualTo(2);
        assertThat(run("audit", "checkpoint", "--url", "no url", "--token", "x").status())
                .isEqualTo(2);
        assertThat(run("audit", "checkpoint", "--url", "http://127.0.0.1:1", "--token", "x")
                        .status())
                .isEqualTo(1);
    }

    @Test
    void audit_alone_tellsItsVerbs() {
        assertThat(run("audit").status()).isZero();
        assertThat(run("audit").out()).contains("verify", "checkpoint");
    }
}
