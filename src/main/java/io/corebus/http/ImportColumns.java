package io.corebus.http;

import io.corebus.bus.FieldFault;
import io.corebus.feature.Feature;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.StrictCsv;
import io.corebus.storage.ImportMessages.SentRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The header line of CSV, held against the fields of the feature. */
final class ImportColumns {
    private ImportColumns() {}

    /** Fails with {@code malformed-csv} 400, or {@code validation} 422 and every column that is not known or there twice. */
    static List<String> read(Feature feature, SentRecord header) {
        String text = new String(header.bytes().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        List<String> columns = cells(text);
        Set<String> seen = new HashSet<>();
        Faults faults = new Faults("The header line");
        for (String column : columns) {
            boolean known = feature.field(column) != null || PlatformFields.isOne(column);
            String pointer = FieldFault.pointer(column);
            if (!known) {
                faults.add(pointer, "unknown-field", "is no field of " + feature.name() + ".");
            } else if (!seen.add(column)) {
                faults.add(pointer, "unique", "stands in the header twice.");
            }
        }
        faults.throwIfAny();
        return columns;
    }

    /** A column without a name is no field either. */
    private static List<String> cells(String text) {
        List<String> cells = new ArrayList<>();
        for (@Nullable String cell : StrictCsv.parse("The header line", text)) {
            cells.add(cell == null ? "" : cell);
        }
        return cells;
    }
}
