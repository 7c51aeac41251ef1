package io.corebus.access;

import io.corebus.storage.IdentityMessages;
import io.corebus.storage.StorageMessages;

/** What others may see of users and tokens: everything but their secrets. */
final class Profiles {
    private Profiles() {}

    static AccessMessages.User of(StorageMessages.User user) {
        return new AccessMessages.User(user.id(), user.email(), user.roles(), user.disabled(), user.createdAt());
    }

    static TokenMessages.ApiToken of(IdentityMessages.ApiToken token) {
        return new TokenMessages.ApiToken(
                token.id(),
                token.prefix(),
                token.name(),
                token.scopes(),
                token.rate(),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt());
    }
}
