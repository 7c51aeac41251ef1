package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.config.LimitsConfig;
import io.corebus.config.OidcConfig;
import io.corebus.config.RedisConfig;
import io.corebus.config.ShutdownConfig;
import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import io.corebus.node.AdminConfig;
import io.corebus.node.ClusterConfig;
import io.corebus.node.DataConfig;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.InstancesConfig;
import io.corebus.node.LogConfig;
import io.corebus.node.NetworkConfig;
import io.corebus.node.Room;
import io.corebus.node.RoomsConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line works with; {@code Components} fills it in.
 *
 * @param rooms all there are, in the order in which they start
 * @param desk those, or parts of them, with which an operator works straight on the database, without a node
 */
public record Product(
        List<Room> rooms,
        List<Room> desk,
        FeatureReading reading,
        FeatureTexts texts,
        FeatureParsing parsing,
        FeatureChecking checking,
        Migrating migrating,
        Verifying verifying,
        LogicChecking logic) {

    /** Reads the descriptors of a directory; fails with an exception whose message is meant for people. */
    @FunctionalInterface
    public interface FeatureReading {
        Features read(Path directory) throws Exception;
    }

    /** Reads the texts of the descriptors of a directory, by the names of the files; fails with an exception whose message is meant for people. */
    @FunctionalInterface
    public interface FeatureTexts {
        Map<String, String> read(Path directory) throws Exception;
    }

    /** Makes features of such texts; fails with an exception whose message is meant for people. */
    @FunctionalInterface
    public interface FeatureParsing {
        Features parse(Map<String, String> files) throws Exception;
    }

    /** Tells every fault of the descriptors of a directory. */
    @FunctionalInterface
    public interface FeatureChecking {
        /**
         * @param older where the descriptors are whose clients must not break, or null
         * @return the exit status
         */
        int check(Path directory, @Nullable Path older, PrintStream out) throws Exception;
    }

    /** Brings the database to what the descriptors say; fails with an exception whose message is meant for people. */
    @FunctionalInterface
    public interface Migrating {
        /** Returns what is still to be done because something was in the way, for people. */
        List<String> migrate(Config config, Features features, Losses losses) throws Exception;
    }

    /** Checks an export of the audit trail and tells the result. */
    @FunctionalInterface
    public interface Verifying {
        /** @return the exit status */
        int verify(Path file, Path key, @Nullable Path checkpoint, long from, PrintStream out);
    }

    /** Looks whether the business logic that descriptors name is there; fails with an exception whose message is meant for people. */
    @FunctionalInterface
    public interface LogicChecking {
        void check(Config config, Features features) throws Exception;
    }

    /** The records of all settings, in the order of the manual. */
    public List<Class<? extends Record>> sections() {
        List<Class<? extends Record>> sections = new ArrayList<>(List.of(
                RoomsConfig.class,
                InstancesConfig.class,
                NetworkConfig.class,
                FeaturesConfig.class,
                DataConfig.class,
                AdminConfig.class,
                RedisConfig.class,
                LimitsConfig.class,
                OidcConfig.class));
        rooms.forEach(room -> sections.add(room.config()));
        sections.addAll(List.of(ClusterConfig.class, ShutdownConfig.class, LogConfig.class));
        return sections;
    }

    /** What a node can be told to run. */
    public List<String> roomNames() {
        return rooms.stream()
                .map(Room::name)
                .filter(name -> !name.equals(Room.MANAGEMENT))
                .toList();
    }
}
