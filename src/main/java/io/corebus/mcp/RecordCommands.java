package io.corebus.mcp;

import io.corebus.resource.ResourceMessages.Command;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of one call that writes many records: named after its key and the record, where there is a key. */
final class RecordCommands {
    private final Command whole;
    private final String user;
    private final @Nullable String key;
    private final List<String> ids;

    private RecordCommands(Command whole, String user, @Nullable String key, List<String> ids) {
        this.whole = whole;
        this.user = user;
        this.key = key;
        this.ids = ids;
    }

    /** Fails like {@link RecordCommand#of}. */
    static RecordCommands of(ToolRequest request, AgentVerb verb, List<String> ids) {
        Command whole = RecordCommand.of(request, verb);
        String key = whole.requestHash() == null ? null : request.arguments().text(ToolBox.IDEMPOTENCY_KEY);
        return new RecordCommands(whole, request.caller().user(), key, ids);
    }

    /**
     * Of a call to which its user has agreed: that is good for one time, so where nothing else names the call, the question does. Sent again, it is a repeat.
     *
     * @param question what was drawn when the question was put
     */
    RecordCommands agreed(ToolRequest request, AgentVerb verb, String question) {
        if (key != null || whole.dryRun()) {
            return this;
        }
        String named = "\0" + question;
        Command command = new Command(RecordCommand.name(user, named), RecordCommand.requestHash(request, verb), false);
        return new RecordCommands(command, user, named, ids);
    }

    /** Of the call as one. */
    Command whole() {
        return whole;
    }

    Command of(String id) {
        return key == null
                ? RecordCommand.unnamed(whole.dryRun())
                : new Command(name(key, id), whole.requestHash(), false);
    }

    /** All that the key gives, that of a call for a single record among them. Empty where there is none. */
    List<String> names() {
        return key == null
                ? List.of()
                : Stream.concat(Stream.of(whole.id()), ids.stream().map(id -> name(key, id)))
                        .toList();
    }

    /** Null where nothing names the call. */
    @Nullable
    String requestHash() {
        return whole.requestHash();
    }

    private String name(String written, String id) {
        return RecordCommand.name(user, written + "\0" + id);
    }
}
