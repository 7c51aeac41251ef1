package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.cli.Cli;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code corebus admin} and {@code corebus token}, as the process would run them, beside a node that runs on the same database. */
class AccountCommandsIT {
    private static TestNode node;

    private record Run(int status, String out, String err) {}

    @BeforeAll
    static void start() {
        node = TestNode.shared();
    }

    private static Run run(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--storage-url=" + node.servers().storageUrl());
        all.add("--storage-connect-timeout=10s");
        return runAsGiven(input, all);
    }

    private static Run runAsGiven(String input, List<String> arguments) {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int status = Cli.run(Components.product(), arguments);
            return new Run(
                    status,
                    written.toString(StandardCharsets.UTF_8).trim(),
                    complained.toString(StandardCharsets.UTF_8).trim());
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static String anEmail() {
        return java.util.UUID.randomUUID() + "@example.com";
    }

    @Test
    void anAdmin_isCreated_listed_andGetsANewPassword() {
        String email = anEmail();

        Run created = run("a-first-password\n", "admin", "create", "--email", email);
        assertThat(created.status()).as(created.err()).isZero();
        assertThat(created.out()).startsWith("The admin " + email + " is created: ");
        Api admin = Api.signIn(node.url(), email, "a-first-password");
        assertThat(admin.get("/api/users").status()).isEqualTo(200);
        assertThat(run("", "admin", "list").out()).contains(email);

        Run reset = run("a-second-password\n", "admin", "reset-password", "--email", email);
        assertThat(reset)
                .isEqualTo(new Run(
                        0, "The password of " + email + " is changed, and its sessions have ended.", reset.err()));
        assertThat(Api.signIn(node.url(), email, "a-second-password")
                        .get("/api/me")
                        .status())
                .isEqualTo(200);
        assertThat(node.admin()
                        .get("/api/audit?action=user-changed&limit=1")
                        .json()
                        .at("/data/0/after/password_changed")
                        .asBoolean())
                .isTrue();
        assertThat(run("another-password\n", "admin", "create", "--email", email))
                .isEqualTo(new Run(1, "", "There is a user with this e-mail address already."));
    }

    @Test
    void whatIsWrong_isToldInASentence() {
        assertThat(run("short\n", "admin", "create", "--email", anEmail()))
                .isEqualTo(new Run(1, "", "/password: A password has at least 10 characters."));
        assertThat(run("", "admin", "create", "--email", anEmail()).err())
                .startsWith("There is no password. Set COREBUS_ADMIN_PASSWORD");
        assertThat(run("long-enough-1\n", "admin", "reset-password", "--email", "nobody@example.com"))
                .isEqualTo(new Run(1, "", "There is no user with this e-mail address."));
        for (String expires : List.of("x", "0d", "2030-12-31")) {
            assertThat(run("", "token", "create", "--user", TestNode.ADMIN, "--expires", expires))
                    .isEqualTo(new Run(
                            2,
                            "",
                            "--expires takes a time from now such as 90d or 12h, or a moment such as 2030-12-31T23:59:59Z,"
                                    + " not '" + expires + "'. See ./corebus token create --help."));
        }
        Run nowhere = runAsGiven("", List.of("admin", "list", "--data-dir=target/no-such-data"));
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.err()).contains("no ./corebus dev runs with the data directory target/no-such-data");
        assertThat(runAsGiven("", List.of("token", "create")).status()).isEqualTo(2);
    }

    @Test
    void theDatabaseOfARunningDev_isFound() {
        Run listed = runAsGiven(
                "", List.of("admin", "list", "--data-dir=target/servers/shared", "--storage-connect-timeout=10s"));

        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(listed.out()).contains(TestNode.ADMIN);
    }

    @Test
    void aToken_isIssued_listed_andRevoked() {
        Run issued = run(
                "",
                "token",
                "create",
                "--user",
                TestNode.ADMIN,
                "--name",
                "ci",
                "--scopes",
                "read,features:create",
                "--expires",
                "90d",
                "--rate",
                "9");
        assertThat(issued.status()).as(issued.err()).isZero();
        assertThat(issued.out()).matches("cbt_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
        assertThat(issued.err()).isEqualTo("Keep it now, it is not shown again:");
        Api program = node.admin().as(issued.out());
        assertThat(program.get("/api/me").status()).isEqualTo(200);
        assertThat(program.get("/api/users").code()).isEqualTo("insufficient-scope");

        String prefix = issued.out().substring(0, 16);
        assertThat(run("", "token", "list", "--user", TestNode.ADMIN).out())
                .contains(prefix + "  ci  read,features:create  expires 2");
        assertThat(run("", "token", "revoke", "--user", TestNode.ADMIN, "--id", prefix)
                        .out())
                .isEqualTo("The token " + prefix + " is revoked.");
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(program.get("/api/me").code()).isEqualTo("invalid-token"));
        Run gone = run("", "token", "revoke", "--user", TestNode.ADMIN, "--id", prefix);
        assertThat(gone.status()).isEqualTo(1);
        assertThat(gone.err()).startsWith("The user has no such token.");
        assertThat(run("", "token", "create", "--user", TestNode.ADMIN, "--scopes", "everything")
                        .err())
                .startsWith("/scopes/0: A scope is read, write, admin, or a feature, a colon, and read");
    }
}
