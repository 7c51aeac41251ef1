package io.corebus;

import io.corebus.testing.FreePort;
import io.corebus.testing.NpmScripts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A real provider of OpenID Connect: oidc-provider from npm, in a process of its own. Any name can sign in there. */
final class OidcProvider implements AutoCloseable {
    private static final Path SOURCE = Path.of("src/test/npm-oidc");
    private static final Path HOME = Path.of("target/npm-oidc");

    private final Process process;
    private final String issuer;
    private final String publicUrl;

    private OidcProvider(Process process, String issuer, String publicUrl) {
        this.process = process;
        this.issuer = issuer;
        this.publicUrl = publicUrl;
    }

    static OidcProvider start() throws Exception {
        int port = FreePort.find();
        String publicUrl = "http://127.0.0.1:" + FreePort.find();
        NpmScripts.install(SOURCE, "provider.js", "oidc-provider", HOME);
        Process process = new ProcessBuilder(
                        "node", "provider.js", Integer.toString(port), publicUrl + "/api/auth/oidc/callback")
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .start();
        awaitListening(process.inputReader());
        return new OidcProvider(process, "http://127.0.0.1:" + port, publicUrl);
    }

    private static void awaitListening(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals("listening")) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new AssertionError("the provider did not start");
        }
    }

    String issuer() {
        return issuer;
    }

    /** Where the provider sends browsers back to. A node on any other port has to be put in its place. */
    String publicUrl() {
        return publicUrl;
    }

    /** Of a node that knows this provider, and whose users come from there. */
    Map<String, String> settings() {
        return Map.of(
                "COREBUS_HTTP_PUBLIC_URL", publicUrl,
                "COREBUS_MCP_PUBLIC_URL", publicUrl,
                "COREBUS_OIDC_AUDIENCES", publicUrl + "/mcp",
                "COREBUS_OIDC_ISSUER", issuer,
                "COREBUS_OIDC_CLIENT_ID", "corebus",
                "COREBUS_OIDC_CLIENT_SECRET", "the secret of the client",
                "COREBUS_OIDC_CREATE_USERS", "true",
                "COREBUS_OIDC_ROLES_CLAIM", "groups",
                "COREBUS_OIDC_ROLES", "staff=editor,bosses=admin");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
