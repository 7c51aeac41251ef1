package io.corebus.http;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.corebus.bus.Json;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.StrictJson;
import io.vertx.core.buffer.Buffer;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it, with a header line. A field without a value is an empty cell, an empty text a quoted one; arrays and objects are JSON. Nothing is put
 * in front of a text that a spreadsheet would take for a formula: it would be another text then.
 */
final class CsvLines implements ExportLines {
    private final List<String> columns;

    private CsvLines(List<String> columns) {
        this.columns = columns;
    }

    /**
     * @param fields those that were asked for, in this order; null: all
     * @param readable the declared fields that the caller may read
     */
    static CsvLines of(Feature feature, @Nullable String fields, Collection<String> readable) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add("id");
        if (fields == null) {
            columns.add("version");
            feature.fields().stream()
                    .map(Field::name)
                    .filter(readable::contains)
                    .forEach(columns::add);
            columns.addAll(PlatformFields.NAMES);
        } else {
            columns.addAll(List.of(fields.split(",", -1)));
        }
        return new CsvLines(List.copyOf(columns));
    }

    @Override
    public Buffer head() {
        StringWriter text = new StringWriter();
        writer(text).writeRecord(columns);
        return Buffer.buffer(text.toString());
    }

    @Override
    public Buffer lines(Json rows) {
        StringWriter text = new StringWriter(rows.utf8().length);
        CsvWriter writer = writer(text);
        for (JsonNode row : StrictJson.parseOwn(rows.utf8())) {
            writer.writeRecord(cells(row));
        }
        return Buffer.buffer(text.toString());
    }

    /** Without a buffer of its own, so there is nothing to flush or to close. */
    private static CsvWriter writer(StringWriter text) {
        return CsvWriter.builder()
                .bufferSize(0)
                .lineDelimiter(LineDelimiter.CRLF)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .build(text);
    }

    private Iterable<@Nullable String> cells(JsonNode row) {
        List<@Nullable String> cells = new ArrayList<>(columns.size());
        for (String column : columns) {
            JsonNode value = row.get(column);
            cells.add(value == null ? null : value.isContainerNode() ? value.toString() : value.asText());
        }
        return cells;
    }
}
