package io.corebus.feature;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the permissions for an action: who may do it, to which resources, with which of their fields.
 *
 * @param role a role, or {@link #OWNER}, {@link #AUTHENTICATED}, {@link #PUBLIC}
 * @param where what the resource must meet: before and after an update, after a create; null: any
 * @param after what it must meet after an update instead of {@code where}; null: the same
 * @param fields the declared fields that may be read, or written; null: all
 */
public record Grant(
        String role,
        @Nullable Rule where,
        @Nullable Rule after,
        @Nullable Set<String> fields) {
    /** Whoever created the resource. */
    public static final String OWNER = "owner";
    /** Everybody who has signed in. */
    public static final String AUTHENTICATED = "authenticated";
    /** Everybody. */
    public static final String PUBLIC = "public";

    private static final Criterion OWNED =
            Criterion.of(Criterion.Kind.EQUAL, "created_by", FieldType.STRING, List.of(Criterion.USER));

    /** @param text as it stands in the descriptor */
    public record Rule(String text, Criterion criterion) {}

    public Grant {
        fields = fields == null ? null : Set.copyOf(fields);
    }

    /** A role that may do it with every resource and every field. */
    public static Grant to(String role) {
        return new Grant(role, null, null, null);
    }

    /** Whether it reaches every resource and every field, whoever has the role. */
    public boolean isPlain() {
        return where == null && after == null && fields == null && !role.equals(OWNER);
    }

    /** Whether anybody can have it, and not only who was given the role. */
    public boolean isForEverybody() {
        return role.equals(OWNER) || role.equals(AUTHENTICATED) || role.equals(PUBLIC);
    }

    /** What a resource must meet before it is read, changed or deleted, and after it was created; null: nothing. */
    public @Nullable Criterion before() {
        return owned(where);
    }

    /** What a resource must meet after it was updated; null: nothing. */
    public @Nullable Criterion afterwards() {
        return owned(after == null ? where : after);
    }

    private @Nullable Criterion owned(@Nullable Rule rule) {
        if (!role.equals(OWNER)) {
            return rule == null ? null : rule.criterion();
        }
        return rule == null ? OWNED : Criterion.join(Criterion.Kind.AND, List.of(OWNED, rule.criterion()));
    }

    /** As one writes it in a descriptor. */
    @Override
    public String toString() {
        if (where == null && after == null && fields == null) {
            return role;
        }
        StringBuilder text = new StringBuilder("{role: ").append(role);
        text.append(where == null ? "" : ", where: \"" + where.text() + "\"");
        text.append(after == null ? "" : ", after: \"" + after.text() + "\"");
        text.append(fields == null ? "" : ", fields: [" + String.join(", ", sorted(fields)) + "]");
        return text.append('}').toString();
    }

    private static Set<String> sorted(Set<String> names) {
        return new LinkedHashSet<>(names.stream().sorted().toList());
    }
}
