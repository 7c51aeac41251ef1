package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.feature.Features;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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
    private final boolean allowDestructive;
    private final Node node;
    private final PrintWriter out;
    private final Thread thread = new Thread(this::watch, "feature-watch");

    private Map<Path, String> served;

    private FeatureWatch(Product product, Config config, boolean allowDestructive, Node node, PrintWriter out) {
        this.product = product;
        this.config = config;
        this.allowDestructive = allowDestructive;
        this.node = node;
        this.out = out;
        this.served = files();
        thread.setDaemon(true);
    }

    /** @param allowDestructive whether changes that lose data are made, too */
    static FeatureWatch begin(Product product, Config config, boolean allowDestructive, Node node, PrintWriter out) {
        FeatureWatch watch = new FeatureWatch(product, config, allowDestructive, node, out);
        watch.thread.start();
        return watch;
    }

    /** A change that is under way goes on, as far as the node lets it. */
    void end() {
        thread.interrupt();
    }

    private void watch() {
        Map<Path, String> before = served;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK.toMillis());
                Map<Path, String> now = files();
                if (now.equals(before) && !now.equals(served)) {
                    served = now;
                    activate();
                }
                before = now;
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void activate() throws InterruptedException {
        long began = System.nanoTime();
        try {
            Features features =
                    product.reading().read(config.get(FeaturesConfig.class).dir());
            if (allowDestructive) {
                product.migrating().migrate(config, features, true);
            }
            Waiting.on(node.activate(features), ACTIVATION);
            say("Files have changed, and are served now, %.1f s later.".formatted((System.nanoTime() - began) / 1e9));
        } catch (InterruptedException over) {
            throw over;
        } catch (Exception e) {
            say("Files have changed, but what was served before is served on: " + e.getMessage());
        }
    }

    private void say(String text) {
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
