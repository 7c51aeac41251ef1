package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code corebus check}, as the process would run it. */
class CheckCommandTest {
    private static final String ORIGIN =
            "must be an origin such as https://app.example.com: scheme, host and port, without a path";

    private record Run(int status, String told) {}

    private static Run check(String... flags) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        List<String> arguments = new ArrayList<>(List.of("check"));
        arguments.addAll(List.of(flags));
        try {
            return new Run(
                    Cli.run(Components.product(), arguments),
                    told.toString(StandardCharsets.UTF_8).trim());
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--redis-url | redis.url cannot be read. Write it as redis://host:port or redis://:password@host:port/database, with %-escapes for all but letters, digits and -._~!* in the password.",
                "--storage-url | storage.url cannot be read. Write it as postgresql://user:password@host:port/database, with %-escapes for all but letters, digits and -._~!* in the user and the password.",
                "--audit-key | audit.key cannot be used: not a private Ed25519 key as a JWK (RFC 8037).",
                "--http-public-url | http.public-url must be an http or https address such as https://api.example.com, not 'nope'.",
                "--mcp-public-url | mcp.public-url must be an http or https address such as https://api.example.com, not 'nope'.",
                "--mcp-authorization-servers | mcp.authorization-servers must be an http or https address such as https://api.example.com, not 'nope'.",
                "--http-cors-origins | http.cors-origins " + ORIGIN + ", not 'nope'.",
                "--live-origins | live.origins " + ORIGIN + ", not 'nope'.",
                "--mcp-origins | mcp.origins " + ORIGIN + ", not 'nope'.",
                "--rooms | there is no room 'nope'. The rooms are storage, access, audit, resource, webhook, live, mcp, http."
            })
    void aSettingThatCannotBe_isTold_withoutStarting(String flag, String fault) {
        assertThat(check(flag + "=nope"))
                .isEqualTo(new Run(2, "The configuration has a fault:\n  " + flag + ": " + fault));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/b", "https://a.example/", "a.example", "*", "https://", "https://a b"})
    void anOriginThatCanNeverMatch_isTold(String origin) {
        assertThat(check("--http-cors-origins=https://a.example," + origin).told())
                .contains("http.cors-origins " + ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis://redis_cache:6379", "redis:///0", "http://cache:6379", "redis://:a b@cache", "unix:"})
    void anAddressOfRedisThatTheClientMisreads_isTold(String url) {
        assertThat(check("--redis-url=" + url).told())
                .contains("redis.url cannot be read")
                .doesNotContain(url);
    }

    @Test
    void allFaults_areToldAtOnce() {
        Run run = check("--rooms=nope", "--http-port=abc", "--http-public-url=nope", "--storage-url=nope");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.told().lines()).hasSize(5);
    }

    @Test
    void whatIsRight_passes() {
        Run run = check(
                "--rooms=http,storage",
                "--http-cors-origins=https://a.example,http://127.0.0.1:3000,http://[::1]:8080,capacitor://localhost",
                "--http-public-url=https://api.example.com/bus/",
                "--redis-url=rediss://:secret@cache.internal:6380/1",
                "--storage-url=postgresql://corebus:secret@db_host:5432/corebus");

        assertThat(run.status()).as(run.told()).isZero();
    }

    @Test
    void aDirectoryToCompareWith_thatIsNotThere_isTold() {
        Run run = check("--against=/nope");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.told()).endsWith("There is no directory /nope to compare with.");
    }

    @Test
    void aRuleThatCannotBeRead_isTold_withFileAndLine(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("things.yaml");
        Files.writeString(
                file,
                "feature: things\nschema:\n  type: object\n  properties:\n    a: {type: string}\npermissions:\n"
                        + "  read:\n    - {role: x, where: \"a=in=()\"}\n");

        Run run = check("--features-dir=" + directory);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.told()).contains(file + ":8: where: the brackets behind a are empty. Put a value into them.");
    }
}
