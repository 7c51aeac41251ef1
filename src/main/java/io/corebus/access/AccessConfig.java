package io.corebus.access;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.time.Duration;

/**
 * How long tokens live, and what a password costs.
 *
 * <p>Passwords follow NIST SP 800-63B: only their length counts, no composition rules, at most {@link PasswordRules#MAX_LENGTH} characters. The cost of
 * Argon2id is what OWASP recommends for servers.
 */
@Section("access")
public record AccessConfig(
        @Setting(
                value = "15m",
                min = 60_000,
                max = 86_400_000,
                doc =
                        "How long an access token is good for, 1 minute to 1 day. Roles and the state of the account are looked up at every use, whatever the token's age.")
        Duration tokenLife,

        @Setting(
                value = "720h",
                min = 3_600_000,
                max = 31_536_000_000L,
                doc =
                        "How long a refresh token is good for, 1 hour to 365 days. Every refresh gives the next one this time again.")
        Duration refreshLife,

        @Setting(
                value = "24h",
                min = 60_000,
                max = 604_800_000,
                doc = "How long the one-time link that creates the first admin is good for, 1 minute to 7 days.")
        Duration setupLife,

        @Setting(
                value = "10",
                min = 8,
                max = 128,
                doc =
                        "The fewest characters a new password may have. Passwords have no other rules, and at most 128 characters (NIST SP 800-63B).")
        int passwordMinLength,

        @Setting(
                value = "19456",
                min = 8_192,
                max = 1_048_576,
                doc =
                        "Memory in KiB that hashing one password takes (Argon2id m). When it grows, a password is hashed anew at its next sign-in.")
        int argon2Memory,

        @Setting(
                value = "2",
                min = 1,
                max = 100,
                doc =
                        "How often that memory is gone through (Argon2id t). When it grows, a password is hashed anew at its next sign-in.")
        int argon2Iterations,

        @Setting(value = "1", min = 1, max = 16, doc = "Lanes that hashing one password uses at once (Argon2id p).")
        int argon2Parallelism,

        @Setting(
                value = "0",
                min = 0,
                max = 256,
                doc = "How many passwords a node hashes at once; 0: as many as it has processors.")
        int maxHashes,

        @Setting(
                value = "50",
                min = 0,
                max = 10_000,
                doc =
                        "How many passwords may wait for their turn in each instance of the access room; what comes on top is answered with 503 `overloaded`.")
        int maxWaitingHashes,

        @Setting(
                value = "corebus",
                doc =
                        "Who issues the access tokens (claim `iss`). Tokens of another issuer are refused, so changing it signs everybody out for a moment.")
        String issuer,

        @Setting(
                value = "corebus",
                doc = "For whom the access tokens are meant (claim `aud`). Tokens for another audience are refused.")
        String audience) {

    /** {@link #maxHashes} with 0 resolved. */
    int hashesAtOnce() {
        return maxHashes > 0 ? maxHashes : Runtime.getRuntime().availableProcessors();
    }
}
