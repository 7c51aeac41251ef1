package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Serves the descriptors, and the jars with business logic, anew when a file has changed, and tells what came of it. What has faults is told and changes nothing.
 */
final class FeatureWatch {
    /** Whoever saves a file, or several, is through within that time, as a rule: what was seen twice is taken. */
    private static final Duration LOOK = Duration.ofMillis(250);
    /** A change of a large table may take long. */
    private static final Duration ACTIVATION = Duration.ofMinutes(30);

    private final Product product;
    private final Config config;
    private final Map<Path, String> read;
    private @Nullable Thread thread;
    private Features serving = new Features(List.of());

    /**
     * To be made before the files are read: what is saved later counts as a change.
     */
    FeatureWatch(Product product, Config config) {
        this.product = product;
        this.config = config;
        this.read = files();
    }

    /**
     * @param served the settings of the node, with which tables are changed
     * @param losses what changes may take away
     * @param first what the node serves
     */
    FeatureWatch begin(Node node, Config served, Losses losses, Features first, PrintWriter out) {
        serving = first;
        Thread begun = new Thread(() -> watch(node, served, losses, out), "feature-watch");
        begun.setDaemon(true);
        begun.start();
        thread = begun;
        return this;
    }

    /** A change that is under way goes on, as far as the node lets it. */
    void end() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch(Node node, Config settings, Losses losses, PrintWriter out) {
        Map<Path, String> served = read;
        Map<Path, String> before = read;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK.toMillis());
                Map<Path, String> now = files();
                if (now.equals(before) && !now.equals(served)) {
                    served = now;
                    say(out, activate(node, settings, losses));
                }
                before = now;
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns what came of it. */
    private String activate(Node node, Config settings, Losses losses) throws InterruptedException {
        long began = System.nanoTime();
        try {
            Features features =
                    product.reading().read(config.get(FeaturesConfig.class).dir());
            if (losses == Losses.NONE) {
                Waiting.on(node.activate(features), ACTIVATION);
            } else {
                activate(node, settings, losses, features);
            }
            serving = features;
            return "Files have changed, and are served now, %.1f s later.".formatted((System.nanoTime() - began) / 1e9);
        } catch (InterruptedException over) {
            throw over;
        } catch (Exception | StackOverflowError | LinkageError e) {
            return "Files have changed, but what was served before is served on: " + e.getMessage();
        }
    }

    /** What is served on where that fails has its tables as they were: what was taken away held nothing, or was to be lost. */
    private void activate(Node node, Config settings, Losses losses, Features features) throws Exception {
        product.migrating().migrate(settings, features, losses);
        try {
            Waiting.on(node.activate(features), ACTIVATION);
        } catch (InterruptedException over) {
            throw over;
        } catch (Exception | StackOverflowError | LinkageError e) {
            restore(settings, losses, e);
            throw e;
        }
    }

    private void restore(Config settings, Losses losses, Throwable cause) {
        try {
            product.migrating().migrate(settings, serving, losses);
        } catch (Exception e) {
            cause.addSuppressed(e); // What is told is why it was tried at all.
        }
    }

    private static void say(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }

    /** What tells one state of the files from another. Where a directory is not there, it has none. */
    private Map<Path, String> files() {
        Map<Path, String> files = new TreeMap<>();
        add(files, config.get(FeaturesConfig.class).dir());
        if (config.value("logic.dir") instanceof Path extensions) {
            add(files, extensions);
        }
        return files;
    }

    private static void add(Map<Path, String> files, Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.toList()) {
                add(files, file, Files.readAttributes(file, BasicFileAttributes.class));
            }
        } catch (NoSuchFileException gone) {
            files.put(directory, "changing"); // A file that was just replaced, or the directory.
        } catch (IOException e) {
            files.put(directory, String.valueOf(e.getMessage()));
        }
    }

    private static void add(Map<Path, String> files, Path file, BasicFileAttributes attributes) {
        String name = file.getFileName().toString();
        boolean counts = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".jar");
        if (attributes.isRegularFile() && counts && !name.startsWith(".")) {
            files.put(file, attributes.size() + " " + attributes.lastModifiedTime());
        }
    }
}
