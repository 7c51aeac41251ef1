package io.corebus.feature;

import java.util.Set;
import java.util.regex.Pattern;

/** The names that features and fields can have: they stand in paths, in SQL and in JSON, and look the same in all of them. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Set<String> RESERVED =
            Set.of("users", "auth", "me", "permissions", "audit", "events", "batch", "query", "webhooks", "imports");

    private Names() {}

    static void checkFeature(Located name, FileFaults faults) {
        if (checkForm(name.text(), name.line(), "the name of a feature", faults) && RESERVED.contains(name.text())) {
            faults.add(name.line(), "the name " + name.text() + " is taken by Corebus itself.", "Choose another.");
        }
    }

    static boolean checkAction(String name, int line, FileFaults faults) {
        return checkForm(name, line, "the name of an action", faults);
    }

    static void checkField(String name, int line, FileFaults faults) {
        if (PlatformFields.isOne(name)) {
            faults.add(line, "every resource has the field " + name + " by itself.", "Leave it out.");
        } else {
            checkForm(name, line, "the name of a field", faults);
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

    private static boolean checkForm(String name, int line, String what, FileFaults faults) {
        boolean good = NAME.matcher(name).matches();
        if (!good) {
            faults.add(
                    line,
                    what + " must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not '"
                            + Characters.shown(name) + "'.");
        }
        return good;
    }
}
