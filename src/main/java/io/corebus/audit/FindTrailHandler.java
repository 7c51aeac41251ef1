package io.corebus.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.corebus.audit.AuditMessages.FindTrail;
import io.corebus.audit.AuditMessages.TrailPage;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.EntryPage;
import io.corebus.storage.JournalMessages.FindEntries;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers what happened, newest first, in the words of docs/audit.md. */
final class FindTrailHandler implements Service<FindTrail, TrailPage> {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1_000;
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

    private final Bus bus;

    FindTrailHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<TrailPage> handle(FindTrail request, Caller caller) {
        Admission.requireReader(caller);
        return bus.request(JournalMessages.FIND_ENTRIES, checked(request), caller)
                .map(FindTrailHandler::page);
    }

    private static FindEntries checked(FindTrail request) {
        return new FindEntries(
                request.feature(),
                request.resourceId(),
                request.user(),
                request.action(),
                time("since", request.since()),
                time("until", request.until()),
                limit(request.limit()),
                request.after());
    }

    private static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw badQuery("limit must be between 1 and " + MAX_LIMIT + ", not " + limit + ".");
        }
        return limit;
    }

    /** In UTC. What is finer than a microsecond is no moment of the journal: the next one that can be is as good. */
    private static @Nullable String time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (TIME.matcher(text).matches()) {
                Instant moment = OffsetDateTime.parse(text).toInstant();
                Instant cut = moment.truncatedTo(ChronoUnit.MICROS);
                return (cut.equals(moment) ? cut : cut.plus(1, ChronoUnit.MICROS)).toString();
            }
        } catch (DateTimeException noSuchDay) {
            throw badTime(name);
        }
        throw badTime(name);
    }

    private static RuntimeException badTime(String name) {
        return badQuery(name + " must be a point in time such as 2026-01-31T12:00:00Z (RFC 3339).");
    }

    private static RuntimeException badQuery(String detail) {
        return new Failure("bad-query", 400, detail).exception();
    }

    private static TrailPage page(EntryPage found) {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        found.entries().forEach(entry -> entries.add(TrailEntry.json(entry)));
        return new TrailPage(Json.of(entries.toString()), found.next());
    }
}
