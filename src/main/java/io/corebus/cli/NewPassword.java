package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.node.AdminConfig;
import io.corebus.node.StartFailure;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A password that an operator chooses: from the configuration, from a terminal without an echo, or a line of standard input. Never a flag's job: others see those. */
final class NewPassword {
    private NewPassword() {}

    static String ask(Config config) throws StartFailure, IOException {
        String given = config.get(AdminConfig.class).password();
        if (given != null) {
            return given;
        }
        Console terminal = terminal();
        return terminal == null ? fromStandardInput() : fromTerminal(terminal);
    }

    /** Since JDK 22 there is a console without a terminal, too, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console terminal() {
        Console console = System.console();
        try {
            boolean real = console != null
                    && Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
            return real ? console : null;
        } catch (ReflectiveOperationException older) {
            return console;
        }
    }

    private static String fromTerminal(Console console) throws StartFailure {
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("The same again: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new StartFailure("The two passwords differ. Nothing was changed.");
        }
        return new String(first);
    }

    private static String fromStandardInput() throws StartFailure, IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = reader.readLine();
        if (line == null || line.isEmpty()) {
            throw new StartFailure(
                    "There is no password. Set COREBUS_ADMIN_PASSWORD or COREBUS_ADMIN_PASSWORD_FILE, or give it as a line of standard input.");
        }
        return line;
    }
}
