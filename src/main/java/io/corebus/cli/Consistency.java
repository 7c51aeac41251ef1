package io.corebus.cli;

import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.config.Config;
import io.corebus.config.ConfigFaults;
import io.corebus.config.ConfigFaults.Fault;
import io.corebus.node.AdminConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with settings that are right one by one, and would otherwise be found out in the middle of a start. */
final class Consistency {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");
    private static final int DEFAULT_CLUSTER_PORT = 5701;

    private final Config config;
    private final List<String> rooms;
    private final List<Fault> faults = new ArrayList<>();

    private Consistency(Config config, List<String> rooms) {
        this.config = config;
        this.rooms = rooms;
    }

    /** A port that the node is going to open. */
    private record Opened(String key, @Nullable Object host, int port) {
        boolean isIn(Opened other) {
            return port == other.port && (isEverywhere() || other.isEverywhere() || hostIs(other.host));
        }

        private boolean isEverywhere() {
            return host != null && EVERYWHERE.contains(host.toString());
        }

        private boolean hostIs(@Nullable Object other) {
            return host == null ? other == null : host.equals(other);
        }
    }

    /** What keeps any start from its end. */
    static void check(Product product, Config config) throws ConfigFaults {
        Consistency checked = new Consistency(config, SettingsOptions.chosenRooms(product, config));
        checked.checkPorts();
        checked.throwIfAny();
    }

    /** What keeps the first start from its end, too. A later one does not look at the first admin, whose password may be of the time of other rules. */
    static void checkForFirstStart(Product product, Config config) throws ConfigFaults {
        Consistency checked = new Consistency(config, SettingsOptions.chosenRooms(product, config));
        checked.checkPorts();
        checked.checkAdmin();
        checked.throwIfAny();
    }

    private void throwIfAny() throws ConfigFaults {
        if (!faults.isEmpty()) {
            throw new ConfigFaults(faults);
        }
    }

    private void checkPorts() {
        List<Opened> opened = new ArrayList<>();
        if (rooms.contains("http")) {
            open(opened, "http", "port", null);
        } else {
            rooms.stream().filter(List.of("live", "mcp")::contains).forEach(room -> open(opened, room, "port", null));
        }
        open(opened, "management", "port", null);
        if (isClustered()) {
            open(opened, "cluster", "port", DEFAULT_CLUSTER_PORT);
            open(opened, "cluster", "bus-port", null);
        }
        for (int later = 1; later < opened.size(); later++) {
            for (Opened earlier : opened.subList(0, later)) {
                compare(earlier, opened.get(later));
            }
        }
    }

    private void open(List<Opened> opened, String section, String key, @Nullable Integer otherwise) {
        String name = section + "." + key;
        Object value = config.value(name);
        Object port = value == null ? otherwise : value;
        if (port instanceof Integer number && number != 0) {
            opened.add(new Opened(name, config.value(section + ".host"), number));
        }
    }

    private boolean isClustered() {
        return config.isGiven("cluster.host") || config.isGiven("cluster.port") || config.isGiven("cluster.peers");
    }

    private void compare(Opened earlier, Opened later) {
        if (later.isIn(earlier)) {
            faults.add(new Fault(
                    later.key(),
                    "this is port " + later.port() + ", and so is " + earlier.key() + ".",
                    "Choose another one for one of them."));
        }
    }

    private void checkAdmin() {
        AdminConfig admin = config.get(AdminConfig.class);
        if (admin.email() != null && config.value("access.password-min-length") instanceof Integer minLength) {
            for (String fault : new PrepareSetup(admin.email(), admin.password()).faults(minLength)) {
                int end = fault.indexOf(": ");
                faults.add(new Fault(fault.substring(0, end), fault.substring(end + 2), null));
            }
        }
    }
}
