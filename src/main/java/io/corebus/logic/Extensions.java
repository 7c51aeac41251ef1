package io.corebus.logic;

import io.corebus.extension.FeatureLogic;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The business logic that is there: what the jars of a directory offer, by the features that name it. */
final class Extensions {
    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);
    private static final String SERVICE = "META-INF/services/" + FeatureLogic.class.getName();

    private final Map<String, ServiceLoader.Provider<FeatureLogic>> byFeature;
    private final ClassLoader loader;

    private Extensions(Map<String, ServiceLoader.Provider<FeatureLogic>> byFeature, ClassLoader loader) {
        this.byFeature = byFeature;
        this.loader = loader;
    }

    /** Where something is wrong, as one sentence for each fault. */
    static final class Faults extends Exception {
        private static final long serialVersionUID = 1;

        Faults(List<String> faults) {
            super(String.join(System.lineSeparator(), faults));
        }
    }

    /** Blocks while it reads. Fails where a feature names logic that is not there. */
    static Extensions load(Path directory, Features features) throws Faults {
        List<String> faults = new ArrayList<>();
        ClassLoader loader = loader(directory, faults);
        Map<String, ServiceLoader.Provider<FeatureLogic>> offered = offered(directory, loader, faults);
        Map<String, ServiceLoader.Provider<FeatureLogic>> byFeature = new LinkedHashMap<>();
        for (Feature feature : features.all()) {
            ServiceLoader.Provider<FeatureLogic> found = feature.logic() == null ? null : offered.get(feature.logic());
            if (found != null) {
                byFeature.put(feature.name(), found);
            } else if (feature.logic() != null) {
                faults.add(missing(feature, feature.logic(), directory, offered));
            }
        }
        Extensions extensions = new Extensions(byFeature, loader);
        if (!faults.isEmpty()) {
            extensions.close();
            throw new Faults(faults);
        }
        return extensions;
    }

    private static String missing(
            Feature feature, String logic, Path directory, Map<String, ServiceLoader.Provider<FeatureLogic>> offered) {
        String there = offered.isEmpty() ? "none has any" : "they have " + String.join(", ", offered.keySet());
        return "The feature '" + feature.name() + "' names the logic " + logic + ", which no jar in " + directory
                + " has: " + there + ". Put its jar there, with the name of the class in " + SERVICE
                + ", or set COREBUS_LOGIC_DIR.";
    }

    /** By the names of their classes. */
    private static Map<String, ServiceLoader.Provider<FeatureLogic>> offered(
            Path directory, ClassLoader loader, List<String> faults) {
        Map<String, ServiceLoader.Provider<FeatureLogic>> offered = new TreeMap<>();
        var providers = ServiceLoader.load(FeatureLogic.class, loader).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return offered;
                }
                ServiceLoader.Provider<FeatureLogic> provider = providers.next();
                offered.put(provider.type().getName(), provider);
            } catch (ServiceConfigurationError | LinkageError e) {
                faults.add("The business logic in " + directory + " cannot be loaded: " + e.getMessage() + ".");
                if (e instanceof LinkageError) {
                    return offered;
                }
            }
        }
    }

    private static ClassLoader loader(Path directory, List<String> faults) {
        ClassLoader ours = Extensions.class.getClassLoader();
        if (!Files.isDirectory(directory)) {
            return ours;
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<URL> jars = new ArrayList<>();
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                addReadable(jar, jars, faults);
            }
            // A jar that changed is read beside the one of before, under the same name: the cache would answer with
            // what was in that one.
            URLConnection.setDefaultUseCaches("jar", false);
            return new URLClassLoader("extensions", jars.toArray(URL[]::new), ours);
        } catch (IOException e) {
            faults.add("The directory " + directory + " cannot be read: " + e.getMessage() + ".");
            return ours;
        }
    }

    /** The class loader would pass over it, as if nothing were in it. */
    private static void addReadable(Path jar, List<URL> jars, List<String> faults) throws MalformedURLException {
        try {
            new JarFile(jar.toFile()).close();
            jars.add(url(jar));
        } catch (IOException e) {
            faults.add("The jar " + jar + " cannot be read: " + e.getMessage() + ". Build it again, or take it away.");
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toAbsolutePath().toUri().toURL();
    }

    /** When nobody runs what it has loaded any more. Blocks. */
    void close() {
        if (loader instanceof URLClassLoader jars) {
            try {
                jars.close();
            } catch (IOException e) {
                LOG.warn("The jars with business logic could not be closed: {}", e.getMessage());
            }
        }
    }

    /** The name of the class with the logic of a feature. */
    String logicOf(String feature) {
        ServiceLoader.Provider<FeatureLogic> provider = byFeature.get(feature);
        return provider == null ? "?" : provider.type().getName();
    }

    /** The names of the features that have logic. */
    List<String> features() {
        return List.copyOf(byFeature.keySet());
    }

    /**
     * New objects, one for each feature. Throws {@link ServiceConfigurationError} where a constructor fails.
     *
     * @param next is told the feature before its object is made
     */
    Map<String, FeatureLogic> instances(Consumer<String> next) {
        Map<String, FeatureLogic> instances = new LinkedHashMap<>();
        byFeature.forEach((feature, provider) -> {
            next.accept(feature);
            instances.put(feature, provider.get());
        });
        return instances;
    }
}
