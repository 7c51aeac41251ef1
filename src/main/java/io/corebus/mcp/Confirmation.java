package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the user of an agent is asked before much, or what cannot be taken back, is done in his name: one box, which is empty at first. */
final class Confirmation {
    private static final String CONFIRM = "confirm";

    private Confirmation() {}

    /** @param box what stands at it */
    static ToolAnswer ask(String message, String box, ObjectNode state) {
        ObjectNode schema = AgentJson.object().put("type", "object");
        ObjectNode confirm = schema.putObject("properties").putObject(CONFIRM);
        confirm.put("type", "boolean").put("title", box).put("default", false);
        schema.set("required", AgentJson.texts(List.of(CONFIRM)));
        return new ToolAnswer.Ask(new Outcome.Question(message, schema, state));
    }

    static boolean isGiven(ObjectNode answer) {
        return answer.path("action").asText().equals("accept")
                && answer.path("content").path(CONFIRM).booleanValue();
    }

    /** @param done the member that says that it was not done */
    static ToolAnswer declined(String done) {
        ObjectNode result = AgentJson.object().put(done, false);
        result.put("message", "The user did not confirm. Nothing was done.");
        return new ToolAnswer.Done(result, "declined");
    }
}
