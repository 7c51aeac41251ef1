package io.corebus.feature;

import io.corebus.bus.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes resources apart without parsing them whole. What is taken out of one is byte for byte as it stood there. */
public final class JsonParts {
    private JsonParts() {}

    /**
     * The resource with these of its declared fields only; those that every resource has always stay.
     *
     * @param resource a JSON object that is well-formed
     */
    public static Json keep(Json resource, Set<String> fields) {
        byte[] json = resource.utf8();
        byte[] kept = new byte[json.length];
        kept[0] = '{';
        int length = 1;
        JsonScanner scanner = new JsonScanner(json);
        while (scanner.nextMember()) {
            String name = scanner.name();
            if (PlatformFields.isOne(name) || fields.contains(name)) {
                if (length > 1) {
                    kept[length++] = ',';
                }
                int size = scanner.end() - scanner.start();
                System.arraycopy(json, scanner.start(), kept, length, size);
                length += size;
            }
        }
        kept[length++] = '}';
        return Json.of(Arrays.copyOf(kept, length));
    }

    /** The items of a JSON array, as they stand there. */
    public static List<Json> items(Json array) {
        byte[] json = array.utf8();
        List<Json> items = new ArrayList<>();
        JsonScanner scanner = new JsonScanner(json);
        while (scanner.nextItem()) {
            items.add(Json.of(Arrays.copyOfRange(json, scanner.start(), scanner.end())));
        }
        return items;
    }

    /**
     * The value of one field as text; null where it has none.
     *
     * @param resource a JSON object that is well-formed
     */
    public static @Nullable String value(Json resource, String field) {
        JsonScanner scanner = new JsonScanner(resource.utf8());
        while (scanner.nextMember()) {
            if (scanner.name().equals(field)) {
                return scanner.isNull() ? null : scanner.text();
            }
        }
        return null;
    }
}
