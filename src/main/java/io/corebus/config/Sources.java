package io.corebus.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, weakest first; below all of them are the defaults in the records.
 *
 * @param file a YAML file, or null
 * @param environment the environment of the process; what does not begin with {@code COREBUS_} is not looked at
 * @param flags {@code --http-port 8080} or {@code --http-port=8080}
 * @param decided key and value of what the program itself has settled, such as the address of a server it started
 */
public record Sources(
        @Nullable Path file, Map<String, String> environment, List<String> flags, Map<String, String> decided) {
    public Sources {
        environment = Map.copyOf(environment);
        flags = List.copyOf(flags);
        decided = Map.copyOf(decided);
    }

    public Sources(@Nullable Path file, Map<String, String> environment, List<String> flags) {
        this(file, environment, flags, Map.of());
    }

    public Sources withDecided(Map<String, String> decided) {
        return new Sources(file, environment, flags, decided);
    }
}
