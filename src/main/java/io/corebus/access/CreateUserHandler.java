package io.corebus.access;

import io.corebus.access.AccessMessages.CreateUser;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class CreateUserHandler implements Service<CreateUser, AccessMessages.User> {
    private final Bus bus;
    private final PasswordHasher passwords;
    private final PasswordRules passwordRules;
    private final Clock clock;

    CreateUserHandler(Bus bus, PasswordHasher passwords, AccessConfig config, Clock clock) {
        this.bus = bus;
        this.passwords = passwords;
        this.passwordRules = new PasswordRules(config.passwordMinLength());
        this.clock = clock;
    }

    @Override
    public Future<AccessMessages.User> handle(CreateUser request, Caller caller) {
        Admission.requireAdmin(caller, "Only an admin may create users.");
        CreateUser checked = checked(request);
        return passwords
                .hash(checked.password(), caller)
                .compose(hash -> insert(checked, hash, caller))
                .map(Profiles::of);
    }

    private CreateUser checked(CreateUser request) {
        Faults faults = new Faults();
        String email = EmailRules.check(request.email(), faults);
        String password = passwordRules.checkNew(request.password(), faults);
        List<String> roles = request.roles() == null ? List.of() : RoleRules.check(request.roles(), faults);
        faults.refuse();
        return new CreateUser(email, password, roles);
    }

    private Future<User> insert(CreateUser request, String hash, Caller caller) {
        String id = UserIds.create(clock.millis(), caller.trace(), request.email());
        InsertUser command = new InsertUser(id, request.email(), hash, request.roles());
        return bus.request(StorageMessages.INSERT_USER, command, caller)
                .recover(cause -> createdBefore(cause, command, caller));
    }

    /** An attempt whose answer was lost may have created the user already: then the address is taken by the one that was asked for. */
    private Future<User> createdBefore(Throwable cause, InsertUser command, Caller caller) {
        if (!Refusals.is(cause, "conflict")) {
            return Future.failedFuture(cause);
        }
        return bus.request(StorageMessages.FIND_USER, new FindUser(null, command.email()), caller)
                .map(found -> sameOrTaken(found.user(), command.id()));
    }

    private static User sameOrTaken(@Nullable User user, String id) {
        if (user == null || !UserIds.areOfSameCommand(user.id(), id)) {
            throw Refusals.emailTaken();
        }
        return user;
    }
}
