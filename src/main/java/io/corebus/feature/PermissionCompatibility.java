package io.corebus.feature;

import io.corebus.bus.Caller;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares who may do something with who might. More than was allowed is no break: a role without limits for one with some, more fields, everybody for a role. */
final class PermissionCompatibility {
    private final String action;
    private final Feature before;
    private final Feature after;
    private final FileFaults found;
    private final int line;

    /** @param line where the action stands in the newer descriptor */
    PermissionCompatibility(String action, Feature before, Feature after, FileFaults found, int line) {
        this.action = action;
        this.before = before;
        this.after = after;
        this.found = found;
        this.line = line;
    }

    void compare(List<Grant> old, List<Grant> now) {
        for (Grant grant : old) {
            if (!grant.role().equals(Caller.ADMIN_ROLE)) { // Who has it may do everything, named or not.
                compare(
                        grant,
                        now.stream().filter(other -> reaches(other, grant)).toList());
            }
        }
    }

    private void compare(Grant old, List<Grant> now) {
        String whose = "the role " + old.role() + " may ";
        if (now.isEmpty()) {
            found.add(line, whose + "not " + action + " any more: its requests are refused.");
            return;
        }
        List<Grant> everywhere =
                now.stream().filter(other -> limit(old, other) == null).toList();
        if (everywhere.isEmpty()) {
            String limit = limit(old, now.get(0));
            found.add(line, whose + action + " under another " + limit + " now: what was allowed may be refused.");
        } else if (everywhere.stream().noneMatch(other -> lost(old, other).isEmpty())) {
            tellFields(whose, lost(old, everywhere.get(0)));
        }
    }

    private void tellFields(String whose, Set<String> lost) {
        String fewer = (action.equals("create") ? " with" : "") + " fewer fields now, without ";
        String loss = action.equals("read") ? ": who reads them misses them." : ": who sends them is refused.";
        found.add(line, whose + action + fewer + String.join(", ", lost) + loss);
    }

    /** Whether who has the older one has the other, too. */
    private static boolean reaches(Grant now, Grant old) {
        return now.role().equals(old.role())
                || now.role().equals(Grant.PUBLIC)
                || (now.role().equals(Grant.AUTHENTICATED) && !old.role().equals(Grant.PUBLIC));
    }

    /** The rule that may let less through than it did; null where none does. */
    private static @Nullable String limit(Grant old, Grant now) {
        if (!isWider(now.where(), old.where())) {
            return "where";
        }
        return isWider(afterwards(now), afterwards(old)) ? null : "after";
    }

    private static Grant.@Nullable Rule afterwards(Grant grant) {
        return grant.after() == null ? grant.where() : grant.after();
    }

    /** Of two different rules, nobody knows. */
    private static boolean isWider(Grant.@Nullable Rule now, Grant.@Nullable Rule old) {
        return now == null || (old != null && Objects.equals(now.criterion(), old.criterion()));
    }

    /** The fields that were allowed, are still there, and are allowed no more. */
    private Set<String> lost(Grant old, Grant now) {
        Set<String> fields = new TreeSet<>(fields(old, before));
        fields.retainAll(names(after));
        fields.removeAll(fields(now, after));
        return fields;
    }

    private static Set<String> fields(Grant grant, Feature feature) {
        Set<String> named = grant.fields();
        return named == null ? names(feature) : named;
    }

    private static Set<String> names(Feature feature) {
        return feature.fields().stream().map(Field::name).collect(Collectors.toSet());
    }
}
