package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What this server can, in the words of the protocol. */
final class McpCapabilities {
    private McpCapabilities() {}

    static ObjectNode stateless() {
        ObjectNode capabilities = initialized();
        capabilities.withObjectProperty("tools").put("listChanged", true);
        capabilities.withObjectProperty("prompts").put("listChanged", true);
        capabilities.withObjectProperty("resources").put("listChanged", true).put("subscribe", true);
        return capabilities;
    }

    /** Without what would need a session: changes are not told to these clients. */
    static ObjectNode initialized() {
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        capabilities.putObject("tools");
        capabilities.putObject("resources");
        capabilities.putObject("prompts");
        capabilities.putObject("completions");
        return capabilities;
    }
}
