package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** When two values of JSON are the same: numbers by what they are worth, so that 10.5 is as good as 10.50, all else as it is written. */
public final class JsonValues {
    /** Of no use as an order. */
    private static final Comparator<JsonNode> SAME = JsonValues::compare;

    private JsonValues() {}

    public static boolean areSame(JsonNode one, JsonNode other) {
        return one.equals(SAME, other);
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
