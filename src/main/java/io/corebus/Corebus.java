package io.corebus;

import io.corebus.cli.Cli;
import java.util.List;

/** Entry point. */
public final class Corebus {
    private Corebus() {}

    public static void main(String[] arguments) {
        System.exit(Cli.run(Components.product(), List.of(arguments)));
    }
}
