package io.corebus.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code COREBUS_<SECTION>_<KEY>} and, for secrets, {@code COREBUS_<SECTION>_<KEY>_FILE}. An empty variable is one that is not set. */
final class EnvironmentSource {
    private static final String PREFIX = "COREBUS_";
    /** Read by the launcher and the command line, not by a room. */
    private static final Set<String> OTHERS =
            Set.of("COREBUS_JAVA_OPTS", "COREBUS_CONFIG", "COREBUS_HOME", "COREBUS_TOKEN");
    /** Kubernetes describes a Service named corebus or corebus-... to every container in these variables. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("COREBUS_(.*_)?(SERVICE_(HOST|PORT)(_.*)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_.*)?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> environment;
    private final Findings findings;

    EnvironmentSource(Map<String, String> environment, Findings findings) {
        this.environment = environment;
        this.findings = findings;
    }

    void read() {
        Map<String, SettingKey> plain = new LinkedHashMap<>();
        Map<String, SettingKey> files = new LinkedHashMap<>();
        for (SettingKey key : findings.known().values()) {
            plain.put(key.variable(), key);
            if (key.setting().secret()) {
                files.put(key.fileVariable(), key);
            }
        }
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !value.isEmpty()) {
                read(variable, value, plain, files);
            }
        });
    }

    private void read(String variable, String value, Map<String, SettingKey> plain, Map<String, SettingKey> files) {
        SettingKey key = plain.get(variable);
        SettingKey secret = files.get(variable);
        if (key != null) {
            findings.put(key, variable, value);
        } else if (secret != null) {
            readFile(secret, variable, value);
        } else if (!OTHERS.contains(variable) && !isServiceLink(variable, value)) {
            String suggestion = Suggestion.didYouMean(variable, plain.keySet());
            findings.fault(variable, "there is no such setting.", suggestion);
        }
    }

    private static boolean isServiceLink(String variable, String value) {
        return SERVICE_LINK.matcher(variable).matches()
                || (variable.endsWith("PORT") && SERVICE_ADDRESS.matcher(value).matches());
    }

    private void readFile(SettingKey key, String variable, String file) {
        if (!environment.getOrDefault(key.variable(), "").isEmpty()) {
            findings.fault(variable, key.variable() + " is set as well.", "Set one of them.");
            return;
        }
        try {
            String text = Files.readString(Path.of(file)).replaceFirst("[\\r\\n]+\\z", "");
            if (text.isEmpty()) {
                findings.fault(variable, "the file " + file + " is empty.", null);
            } else {
                findings.put(key, variable, text);
            }
        } catch (IOException | InvalidPathException e) {
            findings.fault(variable, "the file " + file + " cannot be read.", null);
        }
    }
}
