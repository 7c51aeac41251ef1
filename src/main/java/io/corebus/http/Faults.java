package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with something that was sent, collected, so that all of it is told at once. */
final class Faults {
    private final String what;
    private final List<FieldFault> faults = new ArrayList<>();

    /** @param what has them, as a sentence begins: {@code The body} */
    Faults(String what) {
        this.what = what;
    }

    void add(String pointer, String code, String detail) {
        faults.add(new FieldFault(pointer, code, detail));
    }

    /** Of a member that is none of those that may be there. */
    void requireKnown(String name, Set<String> known) {
        if (!known.contains(name)) {
            String names = String.join(", ", new TreeSet<>(known));
            add(FieldFault.pointer(name), "unknown-field", "is not known here; known are " + names + ".");
        }
    }

    List<FieldFault> all() {
        return faults;
    }

    /** Fails with {@code validation} 422 and every fault found so far, where there is one. */
    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw failure().exception();
        }
    }

    /** Of those found so far, where there is one. */
    Failure failure() {
        return validation(what, faults);
    }

    static Failure validation(String what, List<FieldFault> faults) {
        String detail = what + " has " + faults.size() + (faults.size() == 1 ? " fault." : " faults.");
        return new Failure("validation", 422, detail, faults, null, null);
    }
}
