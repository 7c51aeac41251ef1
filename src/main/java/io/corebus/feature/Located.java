package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a descriptor, with the line on which it stands.
 *
 * @param json the same as JSON
 * @param keyLine the line of the key before it; that of the value where there is none
 * @param line the line on which the value starts
 * @param members of a mapping, in the order of the file; else empty
 * @param items of a sequence; else empty
 */
record Located(JsonNode json, int keyLine, int line, Map<String, Located> members, List<Located> items) {

    /** The member, if it is there and has a value. */
    @Nullable
    Located get(String key) {
        Located member = members.get(key);
        return member == null || member.json.isNull() ? null : member;
    }

    boolean isText() {
        return json.isTextual();
    }

    String text() {
        return json.asText();
    }

    /** The line of what a JSON Pointer leads to, or of the last part of its way that there is. */
    int lineOf(String pointer) {
        Located place = this;
        for (String part : pointer.isEmpty()
                ? List.<String>of()
                : List.of(pointer.substring(1).split("/"))) {
            String name = part.replace("~1", "/").replace("~0", "~");
            Located next = place.items.isEmpty() ? place.members.get(name) : place.item(name);
            if (next == null) {
                return place.line;
            }
            place = next;
        }
        return place.line;
    }

    private @Nullable Located item(String index) {
        return index.matches("[0-9]{1,6}") && Integer.parseInt(index) < items.size()
                ? items.get(Integer.parseInt(index))
                : null;
    }
}
