package io.corebus.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** See docs/audit.md. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Checks the audit trail.")
final class AuditCommand implements Runnable {
    private static final String TOKEN = "COREBUS_TOKEN";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Product product;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    AuditCommand(Product product) {
        this.product = product;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Checks an export of the audit trail with the public key alone, and names the first thing that does not hold. Exit status: 0 all of it holds, 1 something does not, 2 a file cannot be used.")
    int verify(
            @Parameters(paramLabel = "FILE", description = "What GET /api/audit/export answered.") Path file,
            @Option(
                            names = "--key",
                            paramLabel = "KEYFILE",
                            required = true,
                            description = "What GET /api/audit/key answered: a JWK or a JWK set.")
                    Path key,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "Checkpoints that were kept elsewhere, one a line.")
                    @Nullable
                    Path checkpoint,
            @Option(
                            names = "--from",
                            paramLabel = "NUMBER",
                            defaultValue = "1",
                            description = "The seal that the export begins with, where it was made with ?from=.")
                    long from) {
        return product.verifying().verify(file, key, checkpoint, from, System.out);
    }

    @Command(
            name = "checkpoint",
            mixinStandardHelpOptions = true,
            description =
                    "Prints the newest seal of a running installation in one line, to be kept elsewhere. The access token of an admin or an auditor comes from COREBUS_TOKEN.")
    int checkpoint(
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            required = true,
                            description = "Of the HTTP door, such as http://127.0.0.1:8080.")
                    String url,
            @Option(
                            names = "--token",
                            paramLabel = "TOKEN",
                            description =
                                    "The access token, instead of COREBUS_TOKEN. Everybody on this machine can see it in the list of processes.")
                    @Nullable
                    String token)
            throws Exception {
        HttpResponse<String> answer = send(request(url, token(token, System.getenv())));
        boolean good = answer.statusCode() == 200;
        var stream = good ? System.out : System.err;
        stream.println(answer.body().trim());
        return good ? 0 : 1;
    }

    /** Where the option is not given, that of the environment, which others on the machine do not see. */
    String token(@Nullable String given, Map<String, String> environment) {
        try {
            String token = given != null ? given : McpToken.ofVariable(TOKEN, environment.get(TOKEN));
            if (token != null) {
                return token;
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        throw new ParameterException(
                spec.commandLine(), "There is no access token: set " + TOKEN + " to one of an admin or an auditor");
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException("No answer from " + request.uri() + ".", e);
        }
    }

    private HttpRequest request(String url, String token) {
        try {
            String door = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            return HttpRequest.newBuilder(URI.create(door + "/api/audit/checkpoint"))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + token)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "The URL or the token cannot be used: " + e.getMessage(), e);
        }
    }
}
