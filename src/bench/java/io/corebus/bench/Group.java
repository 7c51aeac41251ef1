package io.corebus.bench;

import java.util.Locale;

/** Works that do the same for a caller, so that their figures can be compared. */
enum Group {
    READ("read by id", BareWorks.REDIS),
    RIGHTS("read by id, by rights", CorebusWorks.ANY),
    LIST("list of 20", BareWorks.LIST),
    CREATE("create", BareWorks.INSERT),
    UPDATE("update", BareWorks.UPDATE),
    FAN_OUT("fan-out", BareWorks.FAN_OUT),
    IDLE_SUBSCRIBERS("idle subscribers", BareWorks.IDLE),
    SEALING("sealing", CorebusWorks.UNSEALED),
    MCP("agent's read by id", CorebusWorks.REST);

    private final String title;
    private final String base;

    Group(String title, String base) {
        this.title = title;
        this.base = base;
    }

    String title() {
        return title;
    }

    /** The name of the work that the others are compared with. */
    String base() {
        return base;
    }

    /** As {@code --only} takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
