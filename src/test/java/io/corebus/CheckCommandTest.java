package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SelfSignedCertificate;
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

    static CommandRun check(String... flags) {
        List<String> arguments = new ArrayList<>(List.of("check"));
        arguments.addAll(List.of(flags));
        return CommandRun.of(arguments);
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
                "--http-cors-origins | http.cors-origins " + ORIGIN + ", not 'nope'.",
                "--live-origins | live.origins " + ORIGIN + ", not 'nope'.",
                "--mcp-origins | mcp.origins " + ORIGIN + ", not 'nope'.",
                "--rooms | there is no room 'nope'. The rooms are storage, access, audit, logic, resource, webhook, live, mcp, http."
            })
    void aSettingThatCannotBe_isTold_withoutStarting(String flag, String fault) {
        assertThat(check(flag + "=nope"))
                .isEqualTo(new CommandRun(2, "The configuration has a fault:\n  " + flag + ": " + fault));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/b", "https://a.example/", "a.example", "*", "https://", "https://a b"})
    void anOriginThatCanNeverMatch_isTold(String origin) {
        assertThat(check("--http-cors-origins=https://a.example," + origin).told())
                .contains("http.cors-origins " + ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/corebus", "http://127.0.0.1:8080/a/", "https://example.com//"})
    void anAddressUnderAPath_isTold_withWhatToDo(String address) {
        assertThat(check("--http-public-url=" + address))
                .isEqualTo(new CommandRun(
                        2,
                        "The configuration has a fault:\n  --http-public-url: http.public-url must have no path, because pages, cookies and links begin at the root."
                                + " Give the node a host name or a port of its own, such as https://api.example.com, not '"
                                + address + "'."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis://redis_cache:6379", "redis:///0", "http://cache:6379", "redis://:a b@cache", "unix:"})
    void anAddressOfRedisThatTheClientMisreads_isTold(String url) {
        assertThat(check("--redis-url=" + url).told())
                .contains("redis.url cannot be read")
                .doesNotContain(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://cache:6379/abc", "rediss://cache:6379/1x", "redis://cache/-1"})
    void aDatabaseOfRedisThatIsNoNumber_isTold(String url) {
        assertThat(check("--redis-url=" + url).told())
                .contains("redis.url must have a number as its database, such as redis://host:port/0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--http-port=7000 --management-port=7000 | management.port: this is port 7000, and so is http.port. Choose another one for one of them.",
                "--rooms=live,mcp --live-port=7000 --mcp-port=7000 | mcp.port: this is port 7000, and so is live.port. Choose another one for one of them.",
                "--cluster-port=7000 --cluster-bus-port=7000 | cluster.bus-port: this is port 7000, and so is cluster.port. Choose another one for one of them.",
                "--http-host=0.0.0.0 --http-port=5701 --cluster-host=127.0.0.1 | cluster.port: this is port 5701, and so is http.port. Choose another one for one of them.",
                "--admin-email=notmail --admin-password=long-enough-a-word | COREBUS_ADMIN_EMAIL: This is no e-mail address; one looks like ada@example.org.",
                "--admin-email=ada@example.org --admin-password=short | COREBUS_ADMIN_PASSWORD: A password has at least 10 characters."
            })
    void settingsThatDoNotGoTogether_areTold(String flags, String fault) {
        assertThat(check(flags.split(" "))).isEqualTo(new CommandRun(2, "The configuration has a fault:\n  " + fault));
    }

    @Test
    void portsThatDoNotMeet_pass() {
        CommandRun run = check(
                "--http-host=127.0.0.1",
                "--http-port=7000",
                "--management-host=127.0.0.2",
                "--management-port=7000",
                "--live-port=7000",
                "--cluster-bus-port=7000");

        assertThat(run.status()).as(run.told()).isZero();
    }

    @Test
    void aCertificateOrAKeyThatCannotBeUsed_isTold_withSettingAndFile(@TempDir Path directory) throws Exception {
        SelfSignedCertificate right = SelfSignedCertificate.create("localhost");
        Path garbage = Files.writeString(directory.resolve("garbage.pem"), "garbage");
        Path edwards = Files.writeString(
                directory.resolve("ed25519.pem"),
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n");
        try {
            assertThat(check("--http-tls-certificate=" + garbage, "--http-tls-key=" + right.privateKeyPath())
                            .told())
                    .contains("http.tls-certificate names " + garbage + ", which has no certificate in PEM");
            for (Path key : List.of(garbage, edwards)) {
                assertThat(check("--http-tls-certificate=" + right.certificatePath(), "--http-tls-key=" + key)
                                .told())
                        .contains("http.tls-key names " + key + ", which has no private key that can be used: ")
                        .contains("It has to be RSA or EC");
            }
            CommandRun run = check(
                    "--http-tls-certificate=" + right.certificatePath(), "--http-tls-key=" + right.privateKeyPath());
            assertThat(run.status()).as(run.told()).isZero();
        } finally {
            right.delete();
        }
    }

    @Test
    void allFaults_areToldAtOnce() {
        CommandRun run = check("--rooms=nope", "--http-port=abc", "--http-public-url=nope", "--storage-url=nope");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.told().lines()).hasSize(5);
    }

    @Test
    void whatIsRight_passes() {
        CommandRun run = check(
                "--rooms=http,storage",
                "--http-cors-origins=https://a.example,http://127.0.0.1:3000,http://[::1]:8080,capacitor://localhost",
                "--http-public-url=https://api.example.com:8443/",
                "--redis-url=rediss://:secret@cache.internal:6380/1",
                "--storage-url=postgresql://corebus:secret@db_host:5432/corebus");

        assertThat(run.status()).as(run.told()).isZero();
    }

    @Test
    void aDirectoryToCompareWith_thatIsNotThere_isTold() {
        CommandRun run = check("--against=/nope");

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

        CommandRun run = check("--features-dir=" + directory);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.told()).contains(file + ":8: where: the brackets behind a are empty. Put a value into them.");
    }
}
