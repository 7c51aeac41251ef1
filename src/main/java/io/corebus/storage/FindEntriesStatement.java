package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.JournalMessages.FindEntries;
import io.vertx.sqlclient.Tuple;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statement for a page of entries: newest first, behind the place where the page before ended. */
final class FindEntriesStatement {
    /** The kinds that every write has; an index has the others. */
    private static final Set<String> COMMON_KINDS = Set.of("created", "updated", "deleted");

    private static final String UNCOMMON_KIND = " AND kind NOT IN ('created', 'updated', 'deleted')";

    private final StringBuilder where = new StringBuilder("true");
    private final Tuple arguments = Tuple.tuple();

    record Query(String sql, Tuple arguments) {}

    private FindEntriesStatement() {}

    /** Finds one more than asked for where there are more, and answers as many of them as fit, with how many it found. Fails with {@code bad-query} or {@code bad-cursor}. */
    static Query of(FindEntries request) {
        FindEntriesStatement statement = new FindEntriesStatement();
        statement.equal("feature", request.feature());
        statement.equal("resource_id", AccountId.parse(request.resourceId()));
        statement.equal("actor", request.actor());
        statement.kind(request.kind());
        statement.when(">=", request.since());
        statement.when("<", request.until());
        statement.behind(request.after());
        return statement.query(request.limit() + 1);
    }

    private void equal(String column, @Nullable Object value) {
        if (value != null) {
            where.append(" AND ").append(column).append(" = ").append(argument(value));
        }
    }

    /** The index has a condition, which the planner must find in the statement. */
    private void kind(@Nullable String kind) {
        equal("kind", kind);
        if (kind != null && !COMMON_KINDS.contains(kind)) {
            where.append(UNCOMMON_KIND);
        }
    }

    private void when(String operator, @Nullable String time) {
        if (time != null) {
            where.append(" AND at ").append(operator).append(' ').append(argument(parse(time)));
        }
    }

    private void behind(@Nullable String cursor) {
        if (cursor != null) {
            EntryCursor place = EntryCursor.read(cursor);
            where.append(" AND (era, txid, n) < (")
                    .append(argument(place.era()))
                    .append(", ")
                    .append(argument(place.txid()))
                    .append("::text::xid8, ")
                    .append(argument(place.n()))
                    .append(')');
        }
    }

    private String argument(Object value) {
        arguments.addValue(value);
        return "$" + arguments.size();
    }

    private Query query(int limit) {
        String newest =
                "SELECT * FROM corebus.journal WHERE " + where + " ORDER BY era DESC, txid DESC, n DESC LIMIT " + limit;
        String sql = """
                SELECT %s, coalesce(seal.first_seq + array_position(seal.entries, entry.n) - 1, 0), entry.%s
                FROM (%s) entry
                LEFT JOIN LATERAL (
                    SELECT first_seq, entries FROM corebus.seal
                    WHERE (era, txid, n) >= (entry.era, entry.txid, entry.n)
                    ORDER BY era, txid, n LIMIT 1
                ) seal ON true
                ORDER BY entry.era DESC, entry.txid DESC, entry.n DESC
                """.formatted(
                Entries.columns("entry"),
                Fitting.FOUND,
                Entries.fitting(newest, "t.era DESC, t.txid DESC, t.n DESC", String.valueOf(Fitting.MAX_BYTES)));
        return new Query(sql, arguments);
    }

    private static OffsetDateTime parse(String time) {
        try {
            return OffsetDateTime.parse(time);
        } catch (DateTimeException e) {
            throw badTime();
        }
    }

    private static FailureException badTime() {
        return new Failure("bad-query", 400, "A time must be written as in 2026-01-31T12:00:00Z.").exception();
    }
}
