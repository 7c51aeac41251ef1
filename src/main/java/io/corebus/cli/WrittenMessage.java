package io.corebus.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of JSON-RPC as it was written, and where its members stand in it. It goes on as it came: what is read and written anew loses digits of its numbers,
 * and half of a surrogate pair.
 */
final class WrittenMessage {
    private static final int MAX_DEPTH = 10_000;

    /** The length of all is limited where it is read. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final String text;
    private final Map<String, Member> members = new HashMap<>();

    private record Member(int from, int to) {}

    private WrittenMessage(String text) {
        this.text = text;
    }

    /** Null where it is no JSON, no object, or an object that has a member twice. */
    static @Nullable WrittenMessage find(String text) {
        WrittenMessage message = new WrittenMessage(text);
        try (JsonParser parser = FACTORY.createParser(text)) {
            return message.isFound(parser) ? message : null;
        } catch (IOException malformed) {
            return null;
        }
    }

    private boolean isFound(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            int from = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            parser.finishToken();
            int to = (int) parser.currentLocation().getCharOffset();
            if (members.put(name, new Member(from, to)) != null) {
                return false;
            }
        }
        return parser.nextToken() == null;
    }

    boolean isAnswer() {
        return members.containsKey("result") || members.containsKey("error");
    }

    /** An answer, or what is told beside it. */
    boolean isMessage() {
        return members.containsKey("jsonrpc") && (isAnswer() || members.containsKey("method"));
    }

    /** As it is written; null where there is none that an answer could be marked with. */
    @Nullable
    String id() {
        Member id = members.get("id");
        if (id == null) {
            return null;
        }
        char first = text.charAt(id.from);
        return first == '"' || first == '-' || (first >= '0' && first <= '9') ? text.substring(id.from, id.to) : null;
    }

    /** As an answer to what had this id: on one line, and marked with the id where it is an answer that has none. */
    String answerTo(@Nullable String id) {
        return onOneLine(id == null || !isAnswer() || id() != null ? text : marked(id));
    }

    private String marked(String id) {
        Member own = members.get("id");
        if (own != null) {
            return text.substring(0, own.from) + id + text.substring(own.to);
        }
        int first = text.indexOf('{') + 1;
        return text.substring(0, first) + "\"id\":" + id + "," + text.substring(first);
    }

    /** Line breaks stand between the parts of JSON only, where blanks are as good. */
    private static String onOneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ').trim();
    }
}
