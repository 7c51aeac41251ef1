package io.corebus.logic;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.nio.file.Path;
import java.time.Duration;

/** Where business logic is, and how patient its callers are. */
@Section("logic")
public record LogicConfig(
        @Setting(
                value = "extensions",
                doc =
                        "The directory of the jars with business logic, for features whose descriptor has `logic`. Need not be there where none has.")
        Path dir,

        @Setting(
                value = "4",
                min = 1,
                max = 256,
                doc =
                        "Threads on which business logic runs before changes and for actions; as many more run what comes after commits, and as many more actions that may take more than ten seconds.")
        int threads,

        @Setting(
                value = "500ms",
                min = 10,
                max = 10_000,
                doc =
                        "How long one call of business logic before a change may take, with its wait for a thread; then nothing is written. Where it takes more than half a second the bus may ask another node meanwhile, so that the method is called twice.")
        Duration timeout,

        @Setting(
                value = "3s",
                min = 10,
                max = 10_000,
                doc =
                        "How long one named action may take in business logic, with its wait for a thread, where its descriptor says nothing else; then nothing is written.")
        Duration actTimeout,

        @Setting(
                value = "30s",
                min = 100,
                max = 600_000,
                doc = "How long one call of business logic after a commit may take.")
        Duration afterTimeout,

        @Setting(
                value = "20",
                min = 1,
                max = 1_000,
                doc =
                        "Attempts for one change after its commit, with pauses up to a minute, until it is given up with an entry in the audit trail.")
        int maxAttempts,

        @Setting(
                value = "20",
                min = 0,
                max = 100_000,
                doc =
                        "Failures of the business logic of one feature within `logic.breaker-window`, in the whole cluster, after which it is not asked for `logic.breaker-rest`, where there were fewer successes; 0: it is always asked.")
        int breakerFailures,

        @Setting(
                value = "10s",
                min = 1_000,
                max = 600_000,
                doc = "Within which failures and successes of business logic are compared.")
        Duration breakerWindow,

        @Setting(
                value = "10s",
                min = 1_000,
                max = 600_000,
                doc =
                        "How long business logic that failed too often is not asked; writes are answered `logic-resting` 503 meanwhile. Then one is let through to try.")
        Duration breakerRest) {}
