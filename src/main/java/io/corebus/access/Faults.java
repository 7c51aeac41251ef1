package io.corebus.access;

import io.corebus.bus.FieldFault;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the fields of one request, gathered so that the caller hears of everything at once. */
final class Faults {
    private final List<FieldFault> found = new ArrayList<>();

    Faults add(String pointer, String code, String detail) {
        found.add(new FieldFault(pointer, code, detail));
        return this;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<FieldFault> list() {
        return List.copyOf(found);
    }

    /** Fails with {@code validation} 422 where there is any. */
    void refuse() {
        if (!found.isEmpty()) {
            throw Refusals.validation(found);
        }
    }
}
