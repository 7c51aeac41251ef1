package io.corebus.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code --http-port 8080} and {@code --http-port=8080}; a setting that is true or false may stand alone for true. */
final class FlagSource {
    private final List<String> arguments;
    private final Findings findings;
    private final Map<String, SettingKey> flags = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();

    FlagSource(List<String> arguments, Findings findings) {
        this.arguments = arguments;
        this.findings = findings;
        findings.known().values().forEach(key -> flags.put(key.flag(), key));
    }

    void read() {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                findings.fault(argument, "this argument is not expected here.", null);
                continue;
            }
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            String next =
                    i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--") ? arguments.get(i + 1) : null;
            boolean takesNext = equals < 0 && next != null && takesNext(flag, next);
            String value = equals < 0 ? (takesNext ? next : null) : argument.substring(equals + 1);
            take(flag, value);
            i += takesNext ? 1 : 0;
        }
    }

    private boolean takesNext(String flag, String next) {
        SettingKey key = flags.get(flag);
        return key == null || !key.isSwitch() || next.equals("true") || next.equals("false");
    }

    private void take(String flag, @Nullable String value) {
        SettingKey key = flags.get(flag);
        if (key == null) {
            findings.fault(flag, "there is no such flag.", Suggestion.didYouMean(flag, flags.keySet()));
        } else if (!seen.add(flag)) {
            findings.fault(flag, "this flag is given twice.", "Keep one of them.");
        } else if (value == null && !key.isSwitch()) {
            findings.fault(flag, "this flag needs a value.", null);
        } else {
            findings.put(key, flag, value == null ? "true" : value);
        }
    }
}
