package io.corebus.feature;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that features and fields can have: they stand in paths, in SQL and in JSON, and look the same in all of them. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Set<String> RESERVED = Set.of(
            "users",
            "auth",
            "me",
            "permissions",
            "audit",
            "events",
            "batch",
            "query",
            "webhooks",
            "imports",
            "descriptors",
            "jobs",
            "controls");

    /** Quotes do not help there. */
    private static final Set<String> OF_POSTGRESQL = Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

    private Names() {}

    /** What is wrong with the name of a feature, in one sentence; null where nothing is. */
    public static @Nullable String featureFault(String name) {
        if (!NAME.matcher(name).matches()) {
            return formFault("the name of a feature", name);
        }
        return RESERVED.contains(name) ? "the name " + name + " is taken by Corebus itself." : null;
    }

    /** What is wrong with the name of a field, in one sentence; null where nothing is. */
    public static @Nullable String fieldFault(String name) {
        if (PlatformFields.isOne(name)) {
            return "every resource has the field " + name + " by itself.";
        }
        if (OF_POSTGRESQL.contains(name)) {
            return "every table of PostgreSQL has a column " + name + " by itself.";
        }
        return NAME.matcher(name).matches() ? null : formFault("the name of a field", name);
    }

    private static String formFault(String what, String name) {
        return what + " must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not '"
                + Characters.shown(name) + "'.";
    }

    static void checkFeature(Located name, FileFaults faults) {
        String fault = featureFault(name.text());
        if (fault != null) {
            faults.add(name.line(), fault, RESERVED.contains(name.text()) ? "Choose another." : null);
        }
    }

    static boolean checkAction(String name, int line, FileFaults faults) {
        boolean good = NAME.matcher(name).matches();
        if (!good) {
            faults.add(line, formFault("the name of an action", name));
        }
        return good;
    }

    static void checkField(String name, int line, FileFaults faults) {
        String fault = fieldFault(name);
        if (fault != null) {
            faults.add(line, fault, PlatformFields.isOne(name) ? "Leave it out." : null);
        }
    }

    static void checkRole(Located role, FileFaults faults) {
        if (!ROLE.matcher(role.text()).matches()) {
            faults.add(
                    role.line(),
                    "a role must be of a-z, 0-9, _ and -, start with a letter and have at most 63 characters, not '"
                            + Characters.shown(role.text()) + "'.");
        }
    }
}
