package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.storage.JobMessages;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Operator;
import io.corebus.storage.StorageMessages.RowCount;
import io.corebus.storage.StorageMessages.RowPage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The resources that the filter of a job finds, as a caller may read them, in the order of their ids. */
final class JobTargets {
    private static final String ID = "id";
    private static final String TOO_SLOW = "query-too-slow";

    private final ServedFeature.Catalogue features;
    private final Bus bus;

    JobTargets(ServedFeature.Catalogue features, Bus bus) {
        this.features = features;
        this.bus = bus;
    }

    /**
     * What there is now.
     *
     * @param through the id of the newest; null where there is none
     * @param total null where it takes too long to count them
     */
    record Bounds(@Nullable String through, @Nullable Long total) {}

    /** Fails like a list does that has this filter. */
    Future<Bounds> bounds(String feature, String filter, Caller caller) {
        return features.permit(feature, null, Action.READ, caller)
                .map(served -> rows(served, filter, "-id", 1, null, null))
                .compose(newest -> bus.request(StorageMessages.LIST, newest, caller))
                .map(JobTargets::ids)
                .compose(ids -> ids.isEmpty()
                        ? Future.succeededFuture(new Bounds(null, 0L))
                        : count(feature, filter, ids.get(0), caller));
    }

    private Future<Bounds> count(String feature, String filter, String through, Caller caller) {
        return features.permit(feature, null, Action.READ, caller)
                .map(served -> ListQuery.count(rows(served, filter, null, 1, null, through), false))
                .compose(question -> bus.request(StorageMessages.COUNT, question, caller))
                .<@Nullable Long>map(RowCount::count)
                .recover(JobTargets::unknown)
                .map(total -> new Bounds(through, total));
    }

    private static Future<@Nullable Long> unknown(Throwable cause) {
        return FailureException.of(cause).code().equals(TOO_SLOW)
                ? Future.succeededFuture()
                : Future.failedFuture(cause);
    }

    /**
     * Some of them.
     *
     * @param after the last one so far; null at the beginning
     * @param through the last one of all
     */
    Future<List<String>> next(String feature, String filter, @Nullable String after, String through, Caller caller) {
        return features.permit(feature, null, Action.READ, caller)
                .map(served -> rows(served, filter, ID, JobMessages.PAGE, after, through))
                .compose(page -> bus.request(StorageMessages.LIST, page, caller))
                .map(JobTargets::ids);
    }

    private static ListRows rows(
            ServedFeature served,
            String filter,
            @Nullable String sort,
            int limit,
            @Nullable String after,
            @Nullable String through) {
        ListRows asked = served.query()
                .read(new ListResources(served.name(), filter, sort, limit, null, null, null, ID, null, null));
        List<Condition> parts = new ArrayList<>(List.of(Objects.requireNonNull(asked.filter())));
        if (after != null) {
            parts.add(ListQuery.leaf(Operator.GREATER, ID, List.of(after)));
        }
        if (through != null) {
            parts.add(ListQuery.leaf(Operator.LESS_OR_EQUAL, ID, List.of(through)));
        }
        Condition all = parts.size() == 1 ? parts.get(0) : new Condition(Operator.AND, null, List.of(), parts);
        return new ListRows(
                asked.feature(), all, asked.sort(), asked.limit(), null, asked.fields(), null, asked.shape());
    }

    private static List<String> ids(RowPage page) {
        return Stream.of(page.rows())
                .flatMap(rows -> StrictJson.parse(rows.utf8()).findValuesAsText(ID).stream())
                .toList();
    }
}
