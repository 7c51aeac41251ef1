package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourceCount;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.RowPage;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link ResourceMessages#LIST}. */
final class ListHandler implements Service<ListResources, ResourcePage> {
    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Expander expander;

    ListHandler(ServedFeature.Catalogue features, Bus bus) {
        this.features = features;
        this.bus = bus;
        this.expander = new Expander(features, bus);
    }

    @Override
    public Future<ResourcePage> handle(ListResources request, Caller caller) {
        return features.permit(request.feature(), null, Action.READ, caller)
                .compose(served -> list(served, request, caller));
    }

    private Future<ResourcePage> list(ServedFeature served, ListResources request, Caller caller) {
        List<Expansion> expansions = features.expansions(served, request.expand());
        ListRows rows = withReferences(served.query().read(request), expansions);
        Future<@Nullable ResourceCount> counting = count(rows, request.count(), caller);
        return bus.request(StorageMessages.LIST, rows, caller)
                .compose(page -> expand(page, expansions, caller))
                .compose(page -> counting.map(total -> with(page, total)))
                .map(page -> rows.fields() == null ? served.access().seen(page) : page);
    }

    /** What is followed must be there: it is how the resource that was found is told. */
    private static ListRows withReferences(ListRows rows, List<Expansion> expansions) {
        List<String> chosen = rows.fields();
        if (chosen == null || expansions.isEmpty()) {
            return rows;
        }
        List<String> fields = Stream.concat(chosen.stream(), expansions.stream().map(Expansion::field))
                .distinct()
                .toList();
        return new ListRows(
                rows.feature(),
                rows.filter(),
                rows.sort(),
                rows.limit(),
                rows.after(),
                fields,
                rows.search(),
                rows.shape());
    }

    private Future<@Nullable ResourceCount> count(ListRows rows, @Nullable String how, Caller caller) {
        if (how == null) {
            return Future.succeededFuture();
        }
        if (!how.equals("exact") && !how.equals("estimated")) {
            throw ListQuery.badQuery("count is exact or estimated.");
        }
        return bus.request(StorageMessages.COUNT, ListQuery.count(rows, how.equals("estimated")), caller)
                .map(CountHandler::count);
    }

    private Future<ResourcePage> expand(RowPage page, List<Expansion> expansions, Caller caller) {
        if (expansions.isEmpty()) {
            return Future.succeededFuture(page(page, null));
        }
        return expander.expand(expansions, page.rows(), caller).map(included -> page(page, included));
    }

    private static ResourcePage page(RowPage page, @Nullable Json included) {
        return new ResourcePage(page.rows(), page.count(), page.next(), included, null);
    }

    private static ResourcePage with(ResourcePage page, @Nullable ResourceCount total) {
        return total == null ? page : new ResourcePage(page.rows(), page.count(), page.next(), page.included(), total);
    }
}
