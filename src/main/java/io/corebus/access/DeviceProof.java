package io.corebus.access;

import io.corebus.storage.StorageMessages.User;
import org.jspecify.annotations.Nullable;

/**
 * What a client keeps that signed in: a random name of the device, and a proof that only somebody who has the stored hash of the password can make. So nothing has to
 * be stored, every node can check it, and a new password makes strangers of all.
 */
final class DeviceProof {
    private static final int MAX_LENGTH = 200;

    private final OpaqueTokens names;

    DeviceProof(OpaqueTokens names) {
        this.names = names;
    }

    /** Null where the user has no password. */
    @Nullable
    String create(User user) {
        String hash = user.passwordHash();
        return hash == null ? null : proof(names.create(), user.id(), hash);
    }

    static boolean isOf(@Nullable User user, @Nullable String device) {
        String hash = user == null ? null : user.passwordHash();
        if (user == null || hash == null || device == null || device.length() > MAX_LENGTH) {
            return false;
        }
        String expected = proof(Encoding.nameOf(device), user.id(), hash);
        return Encoding.isSame(expected, device);
    }

    private static String proof(String name, String user, String hash) {
        return name
                + '.'
                + Encoding.base64url(Encoding.hmacSha256(Encoding.utf8(hash), "device\n" + user + '\n' + name));
    }
}
