package io.corebus.feature;

import io.corebus.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a descriptor says about agents: {@code mcp}, and {@code x-agents} of a field. {@code tools: typed} stands for all tools, typed. */
final class AgentsReader {
    private static final List<String> TOOLS = List.of("search", "get", "create", "update", "delete", "act");
    private static final String ACT = "act";
    private static final String TYPED = "typed";
    /** Under these are values, not schemas. */
    private static final Set<String> VALUES = Set.of("default", "examples", "const", "enum");

    private final FileFaults faults;
    private final List<String> tools = new ArrayList<>();
    private boolean typed;

    AgentsReader(FileFaults faults) {
        this.faults = faults;
    }

    /** @param acts whether the feature has actions */
    void read(@Nullable Located place, List<Field> fields, boolean acts) {
        Mapping mcp = Mapping.of(place, "mcp", List.of("tools", "typed"), faults);
        Located named = mcp.get("tools");
        boolean allTyped = named != null && named.isText() && named.text().equals(TYPED);
        tools.addAll(allTyped ? TOOLS : mcp.texts("tools"));
        if (allTyped && !acts) {
            tools.remove(ACT);
        }
        typed = mcp.flag("typed") || allTyped;
        if (!allTyped) {
            mcp.list("tools").stream().filter(Located::isText).forEach(tool -> checkTool(tool, acts));
        }
        if (named != null && tools.contains("create")) {
            fields.forEach(field -> checkCreatable(field, named.line()));
        }
    }

    List<String> tools() {
        return tools;
    }

    boolean isTyped() {
        return typed;
    }

    private void checkTool(Located tool, boolean acts) {
        if (tool.text().equals(ACT) && !acts) {
            faults.add(
                    tool.line(), "the tool act is for actions, and there are none.", "Declare some, or leave it out.");
        } else if (!TOOLS.contains(tool.text())) {
            String problem = "there is no tool " + Characters.shown(tool.text()) + "; there are "
                    + String.join(", ", TOOLS) + ".";
            faults.add(tool.line(), problem, Suggestion.didYouMean(tool.text(), TOOLS));
        }
    }

    private void checkCreatable(Field field, int line) {
        if (field.isHiddenFromAgents() && field.required() && field.defaultValue() == null) {
            faults.add(
                    line,
                    "agents cannot create this: " + field.name() + " is required, and hidden from them.",
                    "Give it a default, or leave create out of mcp.tools.");
        }
    }

    static void checkField(String name, Located property, FileFaults faults) {
        Located agents = property.members().get(Field.HIDING);
        if (agents != null && !agents.text().equals(Field.HIDDEN)) {
            faults.add(agents.line(), Field.HIDING + " of " + name + " must be " + Field.HIDDEN + ".");
        }
        property.members().forEach((key, value) -> checkInside(key, value, name, faults));
    }

    private static void checkInside(String key, Located value, String name, FileFaults faults) {
        if (VALUES.contains(key)) {
            return;
        }
        for (Map.Entry<String, Located> member : value.members().entrySet()) {
            if (member.getKey().equals(Field.HIDING)) {
                faults.add(
                        member.getValue().keyLine(),
                        "a schema in the field " + name + " cannot have " + Field.HIDING + ".",
                        "Only a field itself can be hidden.");
            }
            checkInside(member.getKey(), member.getValue(), name, faults);
        }
        value.items().forEach(item -> checkInside("", item, name, faults));
    }
}
