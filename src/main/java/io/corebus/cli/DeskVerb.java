package io.corebus.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that works straight on the database, at a {@link Desk} of its own. */
abstract class DeskVerb implements Callable<Integer> {
    private final Product product;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    DeskVerb(Product product) {
        this.product = product;
    }

    /** What the verb does. What it prints is flushed behind it. */
    abstract void work(Desk desk) throws Exception;

    /** The address of the admin to be, where that is an option of the verb. */
    @Nullable
    String admin() {
        return null;
    }

    /** Settings that are options of the verb, for {@link SettingsOptions#read(Product, Map)}. */
    Map<String, String> decided() {
        return Map.of();
    }

    /** @param problem a sentence without its full stop */
    final ParameterException wrongUse(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    @Override
    public final Integer call() throws Exception {
        try (Desk desk = Desk.open(product, settings, decided(), admin())) {
            work(desk);
            out().flush();
        }
        return 0;
    }
}
