package io.corebus.generated;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * One request, and what may be its answer.
 *
 * @param what is special about it, for the report
 * @param caller with which rights it is sent
 * @param path as the document has it, with the id and the query in their places
 * @param headers names and values by turns
 * @param body null for none
 * @param statuses that the answer may have
 */
public record GeneratedRequest(
        Operation operation,
        String what,
        Who caller,
        String method,
        String path,
        List<String> headers,
        byte[] body,
        Set<Integer> statuses) {

    /** Stands in the path for the id of a resource that is there at the moment. */
    public static final String LIVE = "LIVE";

    public enum Who {
        ADMIN,
        WITHOUT_ROLES,
        WITH_A_BAD_TOKEN,
        ANONYMOUS
    }

    /** As short as a report wants it. */
    @Override
    public String toString() {
        String sent = body == null ? "" : " " + shown(new String(body, StandardCharsets.UTF_8));
        return operation.id() + " (" + shown(what) + "), " + caller + ": " + method + " " + shown(path) + " " + headers
                + sent;
    }

    public static String shown(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "... (" + text.length() + ")" : text;
    }
}
