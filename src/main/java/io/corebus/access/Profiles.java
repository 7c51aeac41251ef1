package io.corebus.access;

import io.corebus.storage.StorageMessages;

/** What others may see of a user: everything but its password hash. */
final class Profiles {
    private Profiles() {}

    static AccessMessages.User of(StorageMessages.User user) {
        return new AccessMessages.User(user.id(), user.email(), user.roles(), user.disabled(), user.createdAt());
    }
}
