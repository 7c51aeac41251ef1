package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.dev.DataDirectory;
import io.corebus.dev.EmbeddedPostgres;
import io.corebus.dev.EmbeddedRedis;
import io.corebus.node.DataConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers that {@code dev} starts: those whose addresses the configuration does not give. */
final class EmbeddedServers {
    private static final String REDIS = "redis.url";

    private final Map<String, String> urls = new LinkedHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();

    /** Starts them as parts of the lifetime, so that a failure in the middle ends what was started before. */
    static EmbeddedServers start(Product product, Config config, Lifetime lifetime) throws Exception {
        EmbeddedServers servers = new EmbeddedServers();
        List<String> rooms = SettingsOptions.chosenRooms(product, config);
        boolean needsPostgres = rooms.contains("storage") && !config.isGiven(Desk.STORAGE);
        boolean needsRedis = (rooms.contains("resource") || rooms.contains("http")) && !config.isGiven(REDIS);
        if (needsPostgres || needsRedis) {
            DataDirectory data = lifetime.start(
                    () -> DataDirectory.open(config.get(DataConfig.class).dir()), DataDirectory::close);
            if (needsPostgres) {
                servers.startPostgres(data, lifetime);
            }
            if (needsRedis) {
                servers.startRedis(data, lifetime);
            }
        }
        return servers;
    }

    private void startPostgres(DataDirectory data, Lifetime lifetime) throws Exception {
        // Known to the lifetime before it runs: it may take long to start, and a stop does not wait for that.
        EmbeddedPostgres postgres = lifetime.start(() -> EmbeddedPostgres.in(data), EmbeddedPostgres::stop);
        lifetime.run(postgres::start);
        urls.put(Desk.STORAGE, postgres.url());
        shown.put("PostgreSQL", postgres.shownUrl() + " (password in " + data.path() + "/postgresql.password)");
    }

    private void startRedis(DataDirectory data, Lifetime lifetime) throws Exception {
        EmbeddedRedis redis = lifetime.start(() -> EmbeddedRedis.start(data), EmbeddedRedis::stop);
        urls.put(REDIS, redis.url());
        shown.put("Redis", redis.shownUrl() + " (password in " + data.path() + "/redis/redis.conf)");
    }

    /** Settings for the rooms. */
    Map<String, String> urls() {
        return urls;
    }

    /** For the banner: without passwords. */
    Map<String, String> shown() {
        return shown;
    }
}
