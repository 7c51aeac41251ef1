package io.corebus.mcp;

import io.corebus.feature.Feature.Action;
import java.util.Locale;

/** What a descriptor can offer to agents under {@code mcp.tools}, and the right that it takes. */
enum AgentVerb {
    SEARCH(Action.READ),
    GET(Action.READ),
    CREATE(Action.CREATE),
    UPDATE(Action.UPDATE),
    DELETE(Action.DELETE),
    /** What the feature's logic does by name; each name is a right of its own. */
    ACT(Action.UPDATE);

    private final Action action;
    private final String word = name().toLowerCase(Locale.ROOT);

    AgentVerb(Action action) {
        this.action = action;
    }

    Action action() {
        return action;
    }

    String word() {
        return word;
    }
}
