package io.corebus.webhook;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.time.Duration;

/** How patient and how careful the sending of webhooks is. */
@Section("webhook")
public record WebhookConfig(
        @Setting(
                value = "15s",
                min = 100,
                max = 60_000,
                doc = "How long a receiver may take, from looking up its address to the end of its answer.")
        Duration timeout,

        @Setting(
                value = "5s",
                min = 50,
                max = 3_600_000,
                doc =
                        "How long after the first attempt that failed the second one is made; each later pause is six times longer.")
        Duration firstRetry,

        @Setting(value = "24h", min = 1_000, max = 604_800_000, doc = "The longest pause between two attempts.")
        Duration longestRetry,

        @Setting(
                value = "10",
                min = 1,
                max = 100,
                doc = "Attempts for one event, until it is given up. It can still be replayed.")
        int maxAttempts,

        @Setting(
                value = "5d",
                min = 1_000,
                max = 2_592_000_000L,
                doc = "A webhook for which no attempt has succeeded for so long is switched off.")
        Duration disableAfter,

        @Setting(
                value = "24h",
                min = 0,
                max = 2_592_000_000L,
                doc = "How long the secret before signs, too, when a webhook has got another one.")
        Duration secretOverlap,

        @Setting(value = "100", min = 1, max = 10_000, doc = "Webhooks that there may be.")
        int maxHooks,

        @Setting(
                value = "10000",
                min = 100,
                max = 1_000_000,
                doc =
                        "Deliveries of one webhook that may wait; until there are fewer, it takes no more from the journal.")
        int maxPending,

        @Setting(
                value = "30d",
                min = 60_000,
                max = 31_536_000_000L,
                doc = "How long deliveries that are done, or given up, stay in the list.")
        Duration keep,

        @Setting(
                value = "false",
                doc =
                        "Whether webhooks may be sent to private, loopback and link-local addresses. Whoever may make a webhook can then make this node call what is inside your network.")
        boolean allowPrivate) {}
