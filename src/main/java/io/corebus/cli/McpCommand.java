package io.corebus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** See docs/mcp.md. */
@Command(
        name = "mcp",
        mixinStandardHelpOptions = true,
        description =
                "Connects an AI agent that speaks MCP over its standard input and output to a running Corebus. The access token comes from COREBUS_TOKEN, or from --token-file, which is read again for every request.")
final class McpCommand implements Callable<Integer> {
    private static final String TOKEN = "COREBUS_TOKEN";
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080/mcp",
            description = "Of the mcp door. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file that holds the access token.")
    @Nullable
    private Path tokenFile;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        // Messages are UTF-8, whatever the locale is.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        McpBridge bridge = new McpBridge(endpoint(), tokens(), out, System.err, LAST_ANSWERS);
        bridge.run(System.in);
        return 0;
    }

    private URI endpoint() {
        try {
            URI given = new URI(url);
            if (given.getHost() == null
                    || !String.valueOf(given.getScheme()).matches("https?")
                    || given.getPort() > MAX_PORT) {
                throw new IllegalArgumentException("it must be like http://127.0.0.1:8080/mcp");
            }
            boolean bare = given.getPath().isEmpty() || given.getPath().equals("/");
            return bare ? given.resolve("/mcp") : given;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "The URL cannot be used: " + e.getMessage(), e);
        }
    }

    /** A file may be mended while this runs, a variable cannot. Where there is no token, the server says what it thinks of that. */
    private McpUpstream.TokenSource tokens() {
        Path file = tokenFile;
        if (file != null) {
            return () -> McpToken.ofFile(file);
        }
        try {
            String token = McpToken.ofVariable(TOKEN, System.getenv(TOKEN));
            return () -> token;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
