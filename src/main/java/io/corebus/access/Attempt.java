package io.corebus.access;

import io.corebus.access.AccessMessages.Client;
import org.jspecify.annotations.Nullable;

/** How somebody tries to show who it is, and from where. */
record Attempt(Way way, Client client) {
    enum Way {
        PASSWORD("password"),
        /** The old password, which a change of it takes. */
        PASSWORD_CHANGE("password-change"),
        PROVIDER("provider"),
        SETUP("setup");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        /** As the audit trail has it. */
        String label() {
            return label;
        }
    }

    static Attempt by(Way way, @Nullable Client client) {
        return new Attempt(way, Client.orUnknown(client));
    }
}
