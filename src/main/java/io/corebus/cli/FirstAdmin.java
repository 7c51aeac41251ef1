package io.corebus.cli;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.access.AccessMessages.Setup;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.config.Config;
import io.corebus.node.AdminConfig;
import io.corebus.node.Node;
import io.corebus.node.StartFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the access room, when a node with the HTTP door has started, who the first admin is or how one is made. */
final class FirstAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 30;
    private static final List<String> ASKED = List.of("access", "storage");

    private final List<String> rooms;
    private final PrepareSetup question;
    /** What the access room said, once it has. */
    private volatile @Nullable Setup found;

    FirstAdmin(Product product, Config config) {
        AdminConfig admin = config.get(AdminConfig.class);
        this.rooms = SettingsOptions.chosenRooms(product, config);
        this.question = new PrepareSetup(admin.email(), admin.password());
    }

    /**
     * Asks before the node says that it is ready, so that whoever waits for that can sign in as the admin whom the environment names. Where the access room
     * is in another process that may not be up yet, and nobody is named, it is not asked. Takes 10 s at most, because no node needs another one to start, and
     * never fails: {@link #prepare} asks again, and tells what is wrong.
     */
    Future<Void> beforeReady(Node node) {
        if (!rooms.contains("http") || (question.email() == null && !rooms.containsAll(ASKED))) {
            return Future.succeededFuture();
        }
        return node.bus()
                .request(AccessMessages.PREPARE_SETUP, question, Caller.system(PATIENCE))
                .onSuccess(setup -> found = setup)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /**
     * The access room may run on another node that is not up yet: asks again for some minutes, and then lets it be.
     *
     * @return null where nobody answered, or this node has no HTTP door to show a link to
     */
    @Nullable
    Setup prepare(Node node) throws Exception {
        if (found != null || !rooms.contains("http")) {
            return found;
        }
        for (int attempt = 1; attempt <= ATTEMPTS && node.view().ready(); attempt++) {
            try {
                return Waiting.on(
                        node.bus().request(AccessMessages.PREPARE_SETUP, question, Caller.system(PATIENCE)),
                        PATIENCE.plusSeconds(1));
            } catch (FailureException e) {
                refuse(e);
                LOG.warn(
                        "The first admin could not be looked up: {}",
                        e.failure().detail());
            } catch (TimeoutException e) {
                LOG.warn("The first admin could not be looked up: {}", e.getMessage());
            }
            Thread.sleep(PAUSE.toMillis()); // What is away answers so at once.
        }
        return null;
    }

    /** A password that is too short will not get longer by asking again. */
    private static void refuse(FailureException e) throws StartFailure {
        if (e.failure().status() < 500) {
            throw new StartFailure(
                    "The first admin cannot be made: " + e.failure().detail());
        }
    }

    /** The link that makes the first admin, or null where it is not needed. */
    static @Nullable String link(@Nullable Setup setup, @Nullable String httpUrl) {
        return setup == null || setup.token() == null || httpUrl == null
                ? null
                : httpUrl + "/setup?token=" + setup.token();
    }
}
