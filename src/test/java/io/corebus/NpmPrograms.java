package io.corebus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.corebus.testing.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Programs of others, from npm, in the versions named here; they stay under {@code target} from run to run. */
final class NpmPrograms {
    private static final Path HOME = Path.of("target/npm-mcp").toAbsolutePath();
    private static final List<String> PACKAGES = List.of(
            "node@24.21.0",
            "@modelcontextprotocol/conformance@0.2.0-alpha.12",
            "@modelcontextprotocol/client@2.4.0",
            "@modelcontextprotocol/inspector@2.12.0");

    private static final String INSPECTOR =
            "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";

    private NpmPrograms() {}

    /** Skips the test where there is no npm. Fails where npm cannot install. */
    static synchronized void install() {
        assumeTrue(isOnPath("npm"), "npm is not on the PATH: the programs of the MCP project cannot be run");
        Path mark = HOME.resolve("installed.txt");
        String wanted = String.join("\n", PACKAGES);
        try {
            if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
                return;
            }
            Files.createDirectories(HOME);
            Files.writeString(HOME.resolve("package.json"), "{\"private\":true}");
            List<String> command =
                    new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--save-exact"));
            command.addAll(PACKAGES);
            Ending ending = Ending.of(HOME, command, 300);
            if (ending.status() != 0) {
                throw new AssertionError("npm could not install " + PACKAGES + ":\n" + ending.output());
            }
            Files.writeString(mark, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a script with the Node.js of these packages, from their directory. */
    static Ending node(int seconds, String script, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(HOME.resolve("node_modules/node/bin/node").toString(), script));
        command.addAll(List.of(arguments));
        return Ending.of(HOME, command, seconds);
    }

    /** Runs a script of ours beside these packages, some of which it imports. */
    static Ending script(Path script, String... arguments) {
        String name = script.getFileName().toString();
        try {
            Files.copy(script, HOME.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return node(60, name, arguments);
    }

    /** Runs the inspector against the server at this URL. */
    static Ending inspector(String url, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--cli", url, "--transport", "http"));
        all.addAll(List.of(arguments));
        return node(60, INSPECTOR, all.toArray(new String[0]));
    }

    private static boolean isOnPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
