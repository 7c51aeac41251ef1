package io.corebus.access;

import io.corebus.access.OidcMessages.BeginOidc;
import io.corebus.access.OidcMessages.BegunOidc;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/** Begins a sign-in elsewhere. */
final class BeginOidcHandler implements Service<BeginOidc, BegunOidc> {
    private static final Duration LIFE = Duration.ofMinutes(10);
    /** A path of ours: what a browser would take for another host is none. */
    private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[!-~&&[^#\\\\]]{0,500}");

    private final OidcProvider provider;
    private final SigningKeys keys;
    private final OpaqueTokens random;
    private final Clock clock;

    BeginOidcHandler(OidcProvider provider, SigningKeys keys, OpaqueTokens random, Clock clock) {
        this.provider = provider;
        this.keys = keys;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Future<BegunOidc> handle(BeginOidc request, Caller caller) {
        if (request.returnTo() == null || !PATH.matcher(request.returnTo()).matches()) {
            Faults faults = new Faults();
            faults.add("/return_to", "format", "This must be a path of this server, such as /admin.");
            throw Refusals.validation(faults.list());
        }
        OidcFlow flow = new OidcFlow(
                random.create(),
                random.create(),
                random.create(),
                request.redirectUri(),
                request.returnTo(),
                clock.instant().plus(LIFE).getEpochSecond());
        return keys.signing()
                .map(flow::seal)
                .compose(kept -> provider.location(flow).map(location -> new BegunOidc(location, kept)));
    }
}
