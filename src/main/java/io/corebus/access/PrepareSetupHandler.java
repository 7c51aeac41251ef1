package io.corebus.access;

import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.access.AccessMessages.Setup;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.SaveSetup;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Sees to it that a new installation gets its first admin: from the environment, or by a one-time token for a link. */
final class PrepareSetupHandler implements Service<PrepareSetup, Setup> {
    private static final Setup ADMIN_EXISTS = new Setup("admin-exists", null);
    private static final Setup ADMIN_CREATED = new Setup("admin-created", null);

    private final Bus bus;
    private final FirstAdmin firstAdmin;
    private final OpaqueTokens opaqueTokens;
    private final PasswordRules passwordRules;
    private final AccessConfig config;
    private final Clock clock;

    PrepareSetupHandler(Bus bus, FirstAdmin firstAdmin, OpaqueTokens opaqueTokens, AccessConfig config, Clock clock) {
        this.bus = bus;
        this.firstAdmin = firstAdmin;
        this.opaqueTokens = opaqueTokens;
        this.passwordRules = new PasswordRules(config.passwordMinLength());
        this.config = config;
        this.clock = clock;
    }

    /** The offer is made in any case: its answer tells whether there is an admin, so that what the environment says is only looked at where it matters. */
    @Override
    public Future<Setup> handle(PrepareSetup request, Caller caller) {
        requireSystem(caller);
        String token = opaqueTokens.create();
        return offer(token, caller).compose(needed -> needed ? fill(request, token, caller) : adminExists());
    }

    private static void requireSystem(Caller caller) {
        if (!caller.user().equals(Caller.SYSTEM)) {
            throw Refusals.forbidden("Only a node that starts prepares the set-up.");
        }
    }

    private Future<Boolean> offer(String token, Caller caller) {
        String expiresAt = clock.instant().plus(config.setupLife()).toString();
        SaveSetup command = new SaveSetup(OpaqueTokens.hash(token), expiresAt);
        return bus.request(StorageMessages.SAVE_SETUP, command, caller).map(StorageMessages.SetupState::needed);
    }

    private Future<Setup> fill(PrepareSetup request, String token, Caller caller) {
        if (request.email() == null && request.password() == null) {
            return Future.succeededFuture(new Setup("token-offered", token));
        }
        Faults faults = new Faults();
        String email = EmailRules.check(request.email(), faults);
        String password = passwordRules.checkNew(request.password(), faults);
        return faults.isEmpty() ? create(email, password, caller) : Future.failedFuture(inVariables(faults));
    }

    private Future<Setup> create(String email, String password, Caller caller) {
        return firstAdmin
                .create(email, password, null, caller)
                .map(ADMIN_CREATED)
                .recover(PrepareSetupHandler::anotherNodeWasFaster);
    }

    static List<String> faults(PrepareSetup request, int passwordMinLength) {
        Faults faults = new Faults();
        EmailRules.check(request.email(), faults);
        new PasswordRules(passwordMinLength).checkNew(request.password(), faults);
        return faults.list().stream().map(PrepareSetupHandler::nameVariable).toList();
    }

    /** Whoever reads this has set environment variables, not filled in a form. */
    private static FailureException inVariables(Faults faults) {
        String detail =
                faults.list().stream().map(PrepareSetupHandler::nameVariable).collect(Collectors.joining(" "));
        return new Failure("validation", 422, detail, faults.list(), null, null).exception();
    }

    private static String nameVariable(FieldFault fault) {
        String variable = fault.pointer().equals("/email") ? "COREBUS_ADMIN_EMAIL" : "COREBUS_ADMIN_PASSWORD";
        return variable + ": " + fault.detail();
    }

    private static Future<Setup> anotherNodeWasFaster(Throwable cause) {
        return Refusals.is(cause, "setup-closed") ? adminExists() : Future.failedFuture(cause);
    }

    private static Future<Setup> adminExists() {
        return Future.succeededFuture(ADMIN_EXISTS);
    }
}
