package io.corebus.cli;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.CreateUser;
import io.corebus.access.AccessMessages.ListUsers;
import io.corebus.access.AccessMessages.User;
import io.corebus.access.AccessMessages.UserPage;
import io.corebus.bus.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** See docs/accounts.md. */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        description = "Works on admins straight in the database, for whoever is locked out.")
final class AdminCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    static CommandLine line(Product product) {
        return new CommandLine(new AdminCommand())
                .addSubcommand(new Create(product))
                .addSubcommand(new ResetPassword(product))
                .addSubcommand(new ListAdmins(product));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description =
                    "Creates an admin. The password comes from COREBUS_ADMIN_PASSWORD or COREBUS_ADMIN_PASSWORD_FILE, else from the terminal or standard input.")
    private static final class Create extends DeskVerb {
        @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "Of the new admin.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String email;

        Create(Product product) {
            super(product);
        }

        @Override
        String admin() {
            return email;
        }

        @Override
        void work(Desk desk) throws Exception {
            CreateUser request = new CreateUser(email, NewPassword.ask(desk.config()), List.of(Caller.ADMIN_ROLE));
            User user = desk.ask(AccessMessages.CREATE_USER, request);
            out().println("The admin " + user.email() + " is created: " + user.id());
        }
    }

    @Command(
            name = "reset-password",
            mixinStandardHelpOptions = true,
            description =
                    "Gives a user a new password, lets it in again where it is disabled, and ends its sessions. The password comes from where that of create does.")
    private static final class ResetPassword extends DeskVerb {
        @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "Of the user.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String email;

        ResetPassword(Product product) {
            super(product);
        }

        @Override
        String admin() {
            return email;
        }

        @Override
        void work(Desk desk) throws Exception {
            User user = desk.user(email);
            String password = NewPassword.ask(desk.config());
            desk.ask(AccessMessages.CHANGE_USER, new ChangeUser(user.id(), password, null, false));
            out().println("The password of " + user.email() + " is changed, and its sessions have ended.");
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the admins: id, e-mail address, and whether they are disabled.")
    private static final class ListAdmins extends DeskVerb {
        private static final int PAGE = 1000;

        ListAdmins(Product product) {
            super(product);
        }

        @Override
        void work(Desk desk) throws Exception {
            String after = null;
            do {
                after = print(desk, after);
            } while (after != null);
        }

        private @Nullable String print(Desk desk, @Nullable String after) throws Exception {
            UserPage page = desk.ask(AccessMessages.LIST_USERS, new ListUsers(PAGE, after));
            page.users().stream()
                    .filter(user -> user.roles().contains(Caller.ADMIN_ROLE))
                    .map(user -> user.id() + "  " + user.email() + (user.disabled() ? "  disabled" : ""))
                    .forEach(out()::println);
            return page.next();
        }
    }
}
