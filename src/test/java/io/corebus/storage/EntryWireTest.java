package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import org.junit.jupiter.api.Test;

class EntryWireTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void payloads_arriveToTheByte_soThatTheirHashFits() throws Exception {
        Json before = Json.of("{\"a\" : 1.0E5,  \"b\":\"\\u00e9 é \\\"\"}");
        Entry entry = new Entry(
                1, "9", 2, "at", "notes", null, null, "kind", "ann", "http", null, "trace", null, "00", null, before,
                null);

        String wire = MAPPER.writeValueAsString(entry);

        assertThat(wire).contains("\"before\":\"{\\\"a\\\" : 1.0E5,  \\\"b\\\":\\\"\\\\u00e9 é \\\\\\\"\\\"}\"");
        assertThat(MAPPER.readValue(wire, Entry.class)).isEqualTo(entry);
    }
}
