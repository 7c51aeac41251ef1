package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Fits a page into the bytes of a result. Where it does not fit, it is asked for again with as many rows as do: only so is there a cursor that goes on right
 * behind them.
 */
final class ToolPages {
    /** For all that stands around the rows, but the cursor. */
    private static final int FRAME = 1_000;

    private static final int MAX_ROUNDS = 5;

    private final OfferLimits limits;

    ToolPages(OfferLimits limits) {
        this.limits = limits;
    }

    /** @param included what the rows refer to, which has to fit, too; null where it is not asked for */
    record Page(
            ArrayNode rows, @Nullable String next, @Nullable ObjectNode included) {
        Page(ArrayNode rows, @Nullable String next) {
            this(rows, next, null);
        }
    }

    @FunctionalInterface
    interface Source {
        Future<Page> ask(int limit);
    }

    /** {@code {"<name>":[...],"next":...}}. Fails with {@code result-too-large} where a single row is. */
    Future<ObjectNode> fit(String name, int limit, Source source) {
        return source.ask(limit).compose(page -> fit(name, limit, page, source, 1));
    }

    private Future<ObjectNode> fit(String name, int asked, Page page, Source source, int round) {
        int fitting = page.included() == null ? fitting(page) : fittingTogether(page, page.included());
        if (fitting == page.rows().size()) {
            return Future.succeededFuture(result(name, page, round == 1 ? null : asked));
        }
        if (fitting == 0) {
            return Future.failedFuture(
                    page.included() == null
                            ? RecordView.tooLarge(page.rows().path(0), limits.maxBytes())
                            : RecordView.tooLarge("One record and what it refers to have more than " + limits.maxBytes()
                                    + " bytes: leave out expand, and read them one by one."));
        }
        if (round == MAX_ROUNDS) {
            return Future.failedFuture(RecordView.tooLarge("The records grow while they are read."));
        }
        // The last try is one that cannot fail but by a single row.
        int fewer = page.included() != null && round == MAX_ROUNDS - 1 ? 1 : fitting;
        return source.ask(fewer).compose(less -> fit(name, fewer, less, source, round + 1));
    }

    /** Fewer rows refer to less: about as much as there are fewer. */
    private int fittingTogether(Page page, ObjectNode included) {
        int rows = page.rows().size();
        long bytes = (long) AgentJson.bytes(page.rows()).length + AgentJson.bytes(included).length;
        long room = room(page);
        return bytes <= room ? rows : rows == 1 ? 0 : (int) Math.max(1, rows * room / bytes);
    }

    private int room(Page page) {
        String next = page.next();
        return limits.maxBytes() - FRAME - (next == null ? 0 : next.length());
    }

    private int fitting(Page page) {
        int left = room(page);
        int fitting = 0;
        for (JsonNode row : page.rows()) {
            left -= AgentJson.bytes(row).length + 1;
            if (left < 0) {
                return fitting;
            }
            fitting++;
        }
        return fitting;
    }

    /** @param cut how many rows were left of a page that was too large; null where it was not */
    private ObjectNode result(String name, Page page, @Nullable Integer cut) {
        ObjectNode result = AgentJson.object();
        result.set(name, page.rows());
        if (page.included() != null) {
            result.set("included", page.included());
        }
        result.put("next", page.next());
        if (cut != null) {
            result.put(
                    "hint",
                    "Only " + cut + " fit into " + limits.maxBytes()
                            + " bytes. Go on with cursor, or name the fields you need, or narrow the filter.");
        }
        return result;
    }
}
