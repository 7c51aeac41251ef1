package io.corebus.access;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hashes a password anew when the old hash was made with less effort than is asked for today: only a sign-in has the password at hand. */
final class PasswordUpgrade {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordUpgrade.class);

    private final Bus bus;
    private final PasswordHasher passwords;

    PasswordUpgrade(Bus bus, PasswordHasher passwords) {
        this.bus = bus;
        this.passwords = passwords;
    }

    /** Never fails: the sign-in is good with the old hash, and there will be another one. */
    Future<Void> apply(User user, String password, Caller caller) {
        String hash = user.passwordHash();
        if (hash == null || !passwords.isOutdated(hash)) {
            return Future.succeededFuture();
        }
        return passwords
                .hash(password, caller)
                .compose(stronger -> replace(user.id(), hash, stronger, caller))
                .recover(cause -> giveUp(user.id(), cause));
    }

    /** Hashing takes a while: a password that was changed meanwhile stays as it is. */
    private Future<Void> replace(String user, String old, String stronger, Caller caller) {
        UpdateUser command = new UpdateUser(user, stronger, null, null, true, false, null, old, null);
        return bus.request(StorageMessages.UPDATE_USER, command, caller)
                .<Void>mapEmpty()
                .recover(PasswordUpgrade::unlessChanged);
    }

    private static Future<Void> unlessChanged(Throwable cause) {
        return Refusals.is(cause, "conflict") ? Future.succeededFuture() : Future.failedFuture(cause);
    }

    private static Future<Void> giveUp(String user, Throwable cause) {
        LOG.warn(
                "the password of {} could not be hashed anew: {}",
                user,
                FailureException.of(cause).code());
        return Future.succeededFuture();
    }
}
