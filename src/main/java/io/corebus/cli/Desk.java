package io.corebus.cli;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.User;
import io.corebus.bus.Address;
import io.corebus.bus.Caller;
import io.corebus.config.Config;
import io.corebus.config.ConfigFaults;
import io.corebus.config.ConfigFaults.Fault;
import io.corebus.dev.EmbeddedPostgres;
import io.corebus.node.DataConfig;
import io.corebus.node.Logging;
import io.corebus.node.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an operator works on accounts, and on what the nodes are to serve: the part of the rooms that is for it, started for one verb, straight on the database. It needs no running node, no token and
 * no password of an admin: whoever may reach the database may do this.
 */
final class Desk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    static final String STORAGE = "storage.url";
    private static final String EMAIL = "admin.email";
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Node node;
    private final Config config;

    private Desk(Node node, Config config) {
        this.node = node;
        this.config = config;
    }

    /**
     * @param options settings that were given as options
     * @param email the one that was given as an option
     */
    static Desk open(Product product, SettingsOptions settings, Map<String, String> options, @Nullable String email)
            throws Exception {
        Map<String, String> decided = new HashMap<>(options);
        Map<String, String> environment = System.getenv();
        boolean password = environment.containsKey("COREBUS_ADMIN_PASSWORD")
                || environment.containsKey("COREBUS_ADMIN_PASSWORD_FILE");
        if (email != null && password) {
            decided.put(EMAIL, email); // The two settings belong together.
        }
        Config config = settings.read(product, decided);
        Logging.applyQuietly();
        if (config.value(STORAGE) == null) {
            decided.put(STORAGE, embedded(config));
            config = settings.read(product, decided);
        }
        return new Desk(Waiting.on(Node.startAlone(config, product.desk()), START), config);
    }

    /** The PostgreSQL of a {@code corebus dev} that runs. Fails with a fault of the configuration where none does. */
    static String embedded(Config config) throws Exception {
        DataConfig data = config.get(DataConfig.class);
        String url = EmbeddedPostgres.runningAt(data.dir());
        if (url == null) {
            throw new ConfigFaults(List.of(new Fault(
                    STORAGE,
                    "this is not set, and no ./corebus dev runs with the data directory " + data.dir() + ".",
                    "Set COREBUS_STORAGE_URL=postgresql://user:password@host:port/database, or start ./corebus dev.")));
        }
        return url;
    }

    Config config() {
        return config;
    }

    <Q, R> R ask(Address<Q, R> address, Q request) throws Exception {
        return Waiting.on(node.bus().request(address, request, Caller.system(PATIENCE)), PATIENCE.plusSeconds(1));
    }

    /** Fails with {@code not-found} where nobody has the address. */
    User user(String email) throws Exception {
        return ask(AccessMessages.GET_USER, new GetUser(null, email));
    }

    @Override
    public void close() {
        try {
            Waiting.on(node.stop(), PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("It is done, but what did it did not end: {}", e.getMessage());
        }
    }
}
