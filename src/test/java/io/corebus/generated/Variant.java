package io.corebus.generated;

import com.fasterxml.jackson.databind.JsonNode;

/** @param what is special about the value, for the report */
record Variant(String what, JsonNode value) {
    Variant inside(String place, JsonNode whole) {
        return new Variant("/" + place + (what.startsWith("/") ? "" : " ") + what, whole);
    }
}
