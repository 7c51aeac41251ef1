package io.corebus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Scripts of ours for Node with the packages that they import; these stay under {@code target} from run to run. Node and npm have to be there. */
public final class NpmScripts {
    private static final String INSTALL = "npm install --no-package-lock --no-audit --no-fund --ignore-scripts";

    private NpmScripts() {}

    /**
     * Copies the script and its package.json, and installs what that names.
     *
     * @param name of one of the packages: where it is there, all are
     */
    public static synchronized void install(Path source, String script, String name, Path home) throws IOException {
        Files.createDirectories(home);
        for (String file : List.of("package.json", script)) {
            Files.copy(source.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(home.resolve("node_modules").resolve(name).resolve("package.json"))) {
            Ending ending = Ending.of(home, List.of(INSTALL.split(" ")), 180);
            assertThat(ending.status()).as("%s: %s", INSTALL, ending.output()).isZero();
        }
    }
}
