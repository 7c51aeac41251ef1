package io.corebus.audit;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** With which key seals are signed, and how late they may be. */
@Section("audit")
public record AuditConfig(
        @Setting(
                form = SealingKeyText.class,
                secret = true,
                doc =
                        "The private Ed25519 key that signs seals, as a JWK (RFC 8037). Every node with the audit room needs the same. Unset: one is made once and kept in the database, where its owner can use it, too; where a configured key has sealed, nothing is sealed then. The word database goes back to a key in the database.")
        @Nullable
        String key,

        @Setting(
                value = "30s",
                min = 1_000,
                max = 3_600_000,
                doc =
                        "How long an entry may wait for its seal before the audit room says that it is not well, 1 second to 1 hour.")
        Duration maxLag) {

    /** Instead of a key: to go back on purpose to one that is kept in the database. */
    static final String DATABASE = "database";

    boolean isDatabase() {
        return key != null && key.trim().equals(DATABASE);
    }

    /** Null where it is kept in the database. Fails with {@link IllegalArgumentException}, whose text quotes nothing of the key. */
    @Nullable
    SealingKey sealingKey() {
        if (key == null || key.isBlank() || isDatabase()) {
            return null;
        }
        try {
            return SealingKey.read(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("audit.key cannot be used: " + e.getMessage() + ".");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AuditConfig[maxLag=" + maxLag + "]";
    }
}
