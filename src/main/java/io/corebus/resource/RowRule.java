package io.corebus.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.Grant;
import io.corebus.feature.PlatformFields;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which resources a caller may change, create or delete: the part of its permissions that reaches one of them, or why none does. */
final class RowRule {
    static final String NOT_MET = "rule-not-met";

    private final String feature;
    private final String verb;
    private final Access access;

    RowRule(ServedFeature served, Action action) {
        this(served, action.name().toLowerCase(Locale.ROOT));
    }

    /** @param verb what is to be done, as a refusal says it */
    RowRule(ServedFeature served, String verb) {
        this.feature = served.name();
        this.verb = verb;
        this.access = served.access();
    }

    /** Fails with {@code not-found} where the caller may not even know of it, else with {@code rule-not-met}. */
    Reach reach(Json current) {
        Function<String, @Nullable String> values = Reach.values(current);
        Reach seeing = access.seeing() == null ? null : access.seeing().over(values);
        if (seeing != null && seeing.isNone()) {
            throw Identifier.notFound();
        }
        Reach reach = access.doing().over(values);
        if (!reach.isNone()) {
            return reach;
        }
        if (seeing == null) {
            throw Identifier.notFound();
        }
        throw refusal(access.doing(), false, seeing.someFields());
    }

    /** The part of a reach that lets the resource become this. Fails with {@code rule-not-met}. */
    Reach afterwards(Reach reach, ObjectNode outcome, FieldSet shown) {
        Reach towards = reach.towards(Reach.values(outcome));
        if (towards.isNone()) {
            throw refusal(reach, true, shown);
        }
        return towards;
    }

    /** The rule itself is told to those only who may read what it looks at. */
    private FailureException refusal(Reach reach, boolean afterwards, FieldSet shown) {
        Set<String> rules = new TreeSet<>();
        for (Reach.Part part : reach.parts()) {
            rules.add(text(part.grant(), afterwards, shown));
        }
        String why = afterwards ? "it would not meet that" : "this one does not meet that";
        String detail = "You may " + verb + " " + feature + " only " + String.join(", or ", rules) + ": " + why + ".";
        return new Failure(NOT_MET, 403, detail).exception();
    }

    private static String text(Grant grant, boolean afterwards, FieldSet shown) {
        Grant.Rule rule = afterwards && grant.after() != null ? grant.after() : grant.where();
        String owned = grant.role().equals(Grant.OWNER) ? "that you created" : "";
        if (rule == null) {
            return owned.isEmpty() ? "of some kinds" : owned;
        }
        boolean known =
                rule.criterion().fields().stream().allMatch(field -> PlatformFields.isOne(field) || shown.has(field));
        String where = known ? "where " + rule.text() : "of some kinds";
        return owned.isEmpty() ? where : owned + " and " + where;
    }
}
