package io.corebus.config;

/** How much one caller, or one address without a token, may ask of the doors. */
@Section("limits")
public record LimitsConfig(
        @Setting(
                value = "0",
                min = 0,
                max = 1_000_000,
                doc =
                        "Requests a second that one user may make over all nodes, where its API token has no rate of its own; 0 for any number.")
        int callerRate,

        @Setting(
                value = "0",
                min = 0,
                max = 10_000_000,
                doc = "Requests that one user may make at once after a pause; 0 for two seconds' worth.")
        int callerBurst,

        @Setting(
                value = "0",
                min = 0,
                max = 1_000_000,
                doc =
                        "Requests a second that one address may make without a valid token, over all nodes; 0 for any number.")
        int addressRate,

        @Setting(
                value = "0",
                min = 0,
                max = 10_000_000,
                doc =
                        "Requests that one address may make at once without a valid token, after a pause; 0 for two seconds' worth.")
        int addressBurst) {}
