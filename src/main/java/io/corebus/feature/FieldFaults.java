package io.corebus.feature;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one body. Bounded, as the body itself may have a million faults. */
final class FieldFaults {
    private static final int MOST = 100;
    private static final int NAME_LENGTH = 100;

    private final List<FieldFault> faults = new ArrayList<>(0);
    private boolean more;

    void add(String pointer, String code, String detail) {
        if (faults.size() < MOST) {
            faults.add(new FieldFault(pointer, code, detail));
        } else {
            more = true;
        }
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    boolean isFull() {
        return more;
    }

    List<FieldFault> all() {
        return faults;
    }

    /** Fails with {@code validation} 422 and every fault, where there is one. */
    void throwIfAny() {
        if (faults.isEmpty()) {
            return;
        }
        String detail = more
                ? "The body has more than " + MOST + " faults; these are the first."
                : "The body has " + faults.size() + (faults.size() == 1 ? " fault." : " faults.");
        throw new Failure("validation", 422, detail, faults, null, null).exception();
    }

    /** The pointer to a member (RFC 6901). A name that is very long or no text is not repeated as it is. */
    static String pointer(String parent, String name) {
        return parent + FieldFault.pointer(Characters.shown(name, NAME_LENGTH));
    }
}
