package io.corebus.cli;

import io.corebus.access.TokenMessages;
import io.corebus.access.TokenMessages.ApiToken;
import io.corebus.access.TokenMessages.IssueToken;
import io.corebus.access.TokenMessages.IssuedToken;
import io.corebus.access.TokenMessages.ListTokens;
import io.corebus.access.TokenMessages.RevokeToken;
import io.corebus.node.StartFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** See docs/accounts.md. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Issues, lists and revokes API tokens straight in the database.")
final class TokenCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    static CommandLine line(Product product) {
        return new CommandLine(new TokenCommand())
                .addSubcommand(new Create(product))
                .addSubcommand(new ListOfUser(product))
                .addSubcommand(new Revoke(product));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Issues a token and prints it on standard output, this once.")
    private static final class Create extends DeskVerb {
        @Option(names = "--user", required = true, paramLabel = "ADDRESS", description = "E-mail address of the user.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        @Option(names = "--name", defaultValue = "command line", description = "What the token is for.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String name;

        @Option(
                names = "--scopes",
                split = ",",
                description =
                        "What the token is good for: read, write, admin, <feature>:<action> or <feature>:*, with commas between. Left out: all that the user may.")
        private @Nullable List<String> scopes;

        @Option(
                names = "--expires",
                description = "When it ends: 90d, 12h, or a moment such as 2030-12-31T23:59:59Z. Left out: never.")
        private @Nullable String expires;

        @Option(names = "--rate", description = "Requests a second that it may make.")
        private @Nullable Integer rate;

        Create(Product product) {
            super(product);
        }

        @Override
        void work(Desk desk) throws Exception {
            String end = end();
            String id = desk.user(user).id();
            IssueToken request = new IssueToken(id, name, scopes, end, rate, TokenMessages.seed());
            IssuedToken issued = desk.ask(TokenMessages.ISSUE_TOKEN, request);
            err().println("Keep it now, it is not shown again:");
            err().flush();
            out().println(issued.secret());
        }

        private @Nullable String end() {
            try {
                return moment(expires, Clock.systemUTC());
            } catch (DateTimeParseException malformed) {
                throw wrongUse("--expires takes a time from now such as 90d or 12h, or a moment such as"
                        + " 2030-12-31T23:59:59Z, not '" + expires + "'");
            }
        }
    }

    /** A time from now, {@code 90d} or {@code 12h}, as a moment; a moment as it is. Fails with {@link DateTimeParseException}. */
    static @Nullable String moment(@Nullable String text, Clock clock) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9][0-9]{0,4}[hd]")) {
            OffsetDateTime.parse(text);
            return text;
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        Duration life = text.endsWith("d") ? Duration.ofDays(count) : Duration.ofHours(count);
        return clock.instant().plus(life).toString();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the tokens of a user: id, how it begins, name, scopes, end, last use.")
    private static final class ListOfUser extends DeskVerb {
        @Option(names = "--user", required = true, paramLabel = "ADDRESS", description = "E-mail address of the user.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        ListOfUser(Product product) {
            super(product);
        }

        @Override
        void work(Desk desk) throws Exception {
            ListTokens request = new ListTokens(desk.user(user).id());
            List<ApiToken> tokens = desk.ask(TokenMessages.LIST_TOKENS, request).tokens();
            tokens.stream().map(ListOfUser::line).forEach(out()::println);
        }

        private static String line(ApiToken token) {
            String scopes = token.scopes().isEmpty() ? "all" : String.join(",", token.scopes());
            String end = token.expiresAt() == null ? "never" : token.expiresAt();
            String use = token.lastUsedAt() == null ? "never" : token.lastUsedAt();
            return String.join("  ", token.id(), token.prefix(), token.name(), scopes, "expires " + end, "used " + use);
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Revokes a token of a user.")
    private static final class Revoke extends DeskVerb {
        @Option(names = "--user", required = true, paramLabel = "ADDRESS", description = "E-mail address of the user.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        @Option(names = "--id", required = true, description = "The id of the token, or how it begins (cbt_...).")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String id;

        Revoke(Product product) {
            super(product);
        }

        @Override
        void work(Desk desk) throws Exception {
            String owner = desk.user(user).id();
            ApiToken token = find(
                    desk.ask(TokenMessages.LIST_TOKENS, new ListTokens(owner)).tokens());
            desk.ask(TokenMessages.REVOKE_TOKEN, new RevokeToken(owner, token.id()));
            out().println("The token " + token.prefix() + " is revoked.");
        }

        private ApiToken find(List<ApiToken> tokens) throws StartFailure {
            for (ApiToken token : tokens) {
                // Somebody may paste the whole token that leaked.
                if (token.id().equals(id) || id.startsWith(token.prefix())) {
                    return token;
                }
            }
            throw new StartFailure("The user has no such token. See ./corebus token list --user " + user + ".");
        }
    }
}
