package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client may rely on when it decides whether to ask its user. All of it is always told. */
enum ToolSafety {
    READS(true, false, true),
    ADDS(false, false, false),
    /** Takes what was there before away; the version it names makes a second time do nothing. */
    REPLACES(false, true, true),
    /** Whatever the feature's own logic does: nothing is known of a second time. */
    ACTS(false, true, false);

    private final boolean readOnly;
    private final boolean destructive;
    private final boolean idempotent;

    ToolSafety(boolean readOnly, boolean destructive, boolean idempotent) {
        this.readOnly = readOnly;
        this.destructive = destructive;
        this.idempotent = idempotent;
    }

    boolean reads() {
        return readOnly;
    }

    /** Whether the same call once more does no harm. */
    boolean isIdempotent() {
        return idempotent;
    }

    ObjectNode annotations(String title) {
        ObjectNode annotations = AgentJson.object().put("title", title).put("readOnlyHint", readOnly);
        annotations.put("destructiveHint", destructive).put("idempotentHint", idempotent);
        return annotations.put("openWorldHint", false);
    }
}
