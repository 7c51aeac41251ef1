package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.feature.Criterion;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.Grant;
import io.corebus.resource.ResourceMessages.AskWhy;
import io.corebus.resource.ResourceMessages.Why;
import io.corebus.resource.ResourceMessages.WhyEntry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link ResourceMessages#WHY}: asks the very rule that decides, and then tells entry by entry what came of it. */
final class WhyHandler implements Service<AskWhy, Why> {
    private static final String DISABLED =
            "The user is disabled: no token of it is taken. Without that, the entries would decide.";

    private final ServedFeature.Catalogue features;
    private final Reader reader;
    private final Denials denials;

    WhyHandler(ServedFeature.Catalogue features, Reader reader, Denials denials) {
        this.features = features;
        this.reader = reader;
        this.denials = denials;
    }

    @Override
    public Future<Why> handle(AskWhy request, Caller caller) {
        if (!caller.isAdmin()) {
            // Before the feature is looked up: its name is whatever the caller wrote.
            return denials.refuse(refusal(caller), "permissions", null, "why", caller);
        }
        ServedFeature served = features.find(request.feature());
        Caller user =
                new Caller(request.user(), request.roles(), null, caller.via(), caller.trace(), caller.deadlineNanos());
        String id = request.id();
        if (id == null) {
            return Future.succeededFuture(why(served, request, user, null));
        }
        return Identifier.read(id)
                .compose(known -> reader.read(served.feature(), known, caller))
                .map(row -> why(served, request, user, row.body()));
    }

    /** Whoever is disabled is turned away before anybody looks at the rules. */
    private static Why why(ServedFeature served, AskWhy request, Caller user, @Nullable Json resource) {
        Why why = why(served, request.action(), user, resource);
        return request.disabled() ? new Why(false, "invalid-token", 401, DISABLED, why.entries(), List.of()) : why;
    }

    private static Failure refusal(Caller caller) {
        if (caller.roles().contains(Caller.ADMIN_ROLE)) {
            String has = String.join(", ", caller.scopes());
            return new Failure(
                    "insufficient-scope", 403, "To ask why takes a token with the scope admin; yours has " + has + ".");
        }
        return AccessRule.isSignedIn(caller)
                ? new Failure("forbidden", 403, "Only an admin may ask why somebody else may do something.")
                : Failure.unauthenticated();
    }

    private static Why why(ServedFeature served, Action action, Caller user, @Nullable Json resource) {
        List<WhyEntry> entries = entries(served, action, user, resource);
        AccessRule.Decision decision = served.rule().decide(user, action);
        Failure refusal = decision.refusal();
        Reach reach = decision.reach();
        if (reach != null && resource != null) {
            try {
                reach = reach(served, action, user, reach, resource);
            } catch (FailureException refused) {
                refusal = refused.failure();
            }
        }
        if (refusal != null) {
            return new Why(false, refusal.code(), refusal.status(), refusal.detail(), entries, List.of());
        }
        FieldSet fields = reach == null ? FieldSet.NONE : reach.someFields();
        return new Why(true, null, null, allowed(entries), entries, RightsHandler.names(served, fields));
    }

    /** As the request of that user would find out. */
    private static Reach reach(ServedFeature served, Action action, Caller user, Reach reach, Json resource) {
        Reach seeing = action == Action.READ ? reach : served.rule().reach(user, Action.READ);
        return new RowRule(served.with(Access.of(reach, seeing)), action).reach(resource);
    }

    private static String allowed(List<WhyEntry> entries) {
        return entries.stream()
                .filter(WhyEntry::applies)
                .findFirst()
                .map(entry -> "Allowed by " + entry.entry() + ": " + entry.because() + ".")
                .orElse("Allowed.");
    }

    private static List<WhyEntry> entries(ServedFeature served, Action action, Caller user, @Nullable Json resource) {
        List<WhyEntry> entries = new ArrayList<>();
        boolean admin = user.roles().contains(Caller.ADMIN_ROLE);
        entries.add(new WhyEntry(
                Caller.ADMIN_ROLE,
                admin,
                admin ? "an admin may do everything" : "the user does not have the role admin"));
        for (Grant grant : served.feature().grants(action)) {
            if (!grant.role().equals(Caller.ADMIN_ROLE)) {
                entries.add(entry(grant, user, resource));
            }
        }
        return entries;
    }

    private static WhyEntry entry(Grant grant, Caller user, @Nullable Json resource) {
        if (!AccessRule.isFor(grant, user)) {
            String lacks = grant.isForEverybody()
                    ? "the user has not signed in"
                    : "the user does not have the role " + grant.role();
            return new WhyEntry(grant.toString(), false, lacks);
        }
        String has = grant.isForEverybody() ? "the user is one of them" : "the user has the role " + grant.role();
        Reach.Part part = AccessRule.part(grant, user);
        if (part == null) {
            return new WhyEntry(grant.toString(), false, "it compares with a user, and this one has not signed in");
        }
        Criterion rows = part.rows();
        if (rows == null || resource == null) {
            return new WhyEntry(grant.toString(), true, rows == null ? has : has + "; it depends on the resource");
        }
        boolean holds = rows.holds(Reach.values(resource));
        String meets = grant.role().equals(Grant.OWNER) && grant.where() == null
                ? (holds ? "the user created it" : "somebody else created it")
                : has + (holds ? "; the resource meets the rule" : "; the resource does not meet the rule");
        return new WhyEntry(grant.toString(), holds, meets);
    }
}
