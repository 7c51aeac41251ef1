package io.corebus.mcp;

import io.corebus.bus.FieldFault;
import io.corebus.config.Suggestion;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A name as an agent wrote it, which can be anything, however long: what is said of it where there is nothing of that name. */
final class WrittenName {
    /** No feature and no field has a longer one. */
    private static final int LONGEST = 63;

    private WrittenName() {}

    /** Whether something could have this name. */
    static boolean isPossible(String name) {
        return name.length() <= LONGEST;
    }

    /** Null where no known one is near. */
    static @Nullable String didYouMean(String name, Collection<String> known) {
        return isPossible(name) ? Suggestion.didYouMean(name, known) : null;
    }

    static String shown(String name) {
        return shown(name, LONGEST);
    }

    static String shown(String name, int most) {
        return RecordText.visible(name.length() > most ? name.substring(0, most) : name);
    }

    /** A JSON Pointer (RFC 6901) to the member of this name. */
    static String pointer(String name) {
        return FieldFault.pointer(shown(name));
    }
}
