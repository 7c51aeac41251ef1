package io.corebus.live;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Trace;
import io.corebus.door.Authentication;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskPermission;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the rooms that know: who somebody is, and what it may read. */
final class Rights {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Bus bus;
    private final Authentication authentication;

    Rights(Bus bus, Authentication authentication) {
        this.bus = bus;
        this.authentication = authentication;
    }

    Future<Identity> identify(String token) {
        return authentication.ofToken(token, caller(null));
    }

    /** Past what is remembered of the token. */
    Future<Identity> identifyAgain(String token) {
        return bus.request(AccessMessages.AUTHENTICATE, new Authenticate(token), caller(null));
    }

    /** Fails with {@code unauthenticated}, {@code forbidden}, {@code insufficient-scope} or {@code bad-query}. @return what of it it may see */
    Future<Sight> mayRead(Feature feature, @Nullable String filter, @Nullable Identity identity) {
        AskPermission question = new AskPermission(feature.name(), Action.READ, filter);
        return bus.request(ResourceMessages.MAY, question, caller(identity))
                .map(permission -> new Sight(feature, filter, permission));
    }

    static Caller caller(@Nullable Identity identity) {
        if (identity == null) {
            return Caller.anonymous("live", Trace.start(), PATIENCE);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        return new Caller(
                identity.user(),
                identity.roles(),
                identity.tokenId(),
                identity.scopes(),
                "live",
                Trace.start(),
                deadline);
    }
}
