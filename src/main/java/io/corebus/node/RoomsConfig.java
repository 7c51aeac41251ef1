package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.util.List;

@Section("")
public record RoomsConfig(
        @Setting(
                doc =
                        "The rooms that this node runs: any of `storage`, `access`, `audit`, `resource`, `logic`, `webhook`, `live`, `mcp`, `http`. Unset: all of them.")
        List<String> rooms) {}
