package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.mcp.AgentCatalogue.Allowed;
import io.corebus.mcp.ResourceAddress.Kind;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.ListResources;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** {@code resources/read}. Each is an entry of the trail, too, as a call of a tool is. */
final class ResourceReading {
    private static final String NEWEST_FIRST = "-id";

    private final AgentCatalogue catalogue;
    private final Bus bus;
    private final AgentTrail trail;
    private final OfferLimits limits;
    private final FeatureDescription description;
    private final ToolPages pages;
    private final Function<String, Future<Void>> admission;

    /** @param admission counts what is read of a feature, or fails where it is too much */
    ResourceReading(
            AgentCatalogue catalogue,
            Bus bus,
            AgentTrail trail,
            OfferLimits limits,
            Function<String, Future<Void>> admission) {
        this.catalogue = catalogue;
        this.bus = bus;
        this.trail = trail;
        this.limits = limits;
        this.description = new FeatureDescription(bus);
        this.pages = new ToolPages(limits);
        this.admission = admission;
    }

    Future<List<ObjectNode>> read(String uri, Caller caller) {
        ResourceAddress address = ResourceAddress.parse(uri, catalogue);
        return contents(address, caller)
                .transform(read -> recorded(address, caller, read.cause())
                        .compose(done -> read.succeeded()
                                ? Future.succeededFuture(read.result())
                                : Future.failedFuture(read.cause())));
    }

    private Future<Void> recorded(ResourceAddress address, Caller caller, Throwable cause) {
        ObjectNode arguments = AgentJson.object().put("uri", address.uri());
        if (address.id() != null) {
            arguments.put(ToolBox.ID, address.id());
        }
        AgentFeature feature = address.feature();
        String outcome = cause == null ? "ok" : FailureException.of(cause).code();
        return trail.begun("resources/read", arguments, caller, feature == null ? null : feature.name())
                .ended(outcome, null);
    }

    private Future<List<ObjectNode>> contents(ResourceAddress address, Caller caller) {
        if (address.kind() == Kind.LIST) {
            return catalogue.allowed(caller).compose(allowed -> list(address, allowed, caller));
        }
        String feature = Objects.requireNonNull(address.feature()).name();
        return admission
                .apply(feature)
                .compose(counted -> body(address, caller))
                .map(body -> List.of(ResourceListing.content(address.uri(), address.kind(), body)));
    }

    private Future<ObjectNode> body(ResourceAddress address, Caller caller) {
        AgentFeature feature = Objects.requireNonNull(address.feature());
        String id = address.id();
        if (id != null) {
            return record(feature, id, address.uri(), caller);
        }
        return address.kind() == Kind.SCHEMA
                ? description
                        .rights(feature, caller)
                        .map(rights -> RecordSchemas.record(feature, name -> rights.mayRead(feature, name)))
                : records(feature, caller);
    }

    private Future<ObjectNode> record(AgentFeature feature, String id, String uri, Caller caller) {
        if (!feature.offers(AgentVerb.GET)) {
            return Future.failedFuture(AgentCatalogue.notOffered(feature, AgentVerb.GET));
        }
        return bus.request(ResourceMessages.GET, new GetResource(feature.name(), id), caller)
                .map(found -> fitting(RecordView.whole(feature).of(found.body())))
                .recover(cause -> Future.failedFuture(isNotFound(cause) ? ResourceAddress.unknown(uri) : cause));
    }

    static boolean isNotFound(Throwable cause) {
        return FailureException.of(cause).code().equals("not-found");
    }

    private ObjectNode fitting(ObjectNode record) {
        if (AgentJson.bytes(record).length > limits.maxBytes()) {
            throw RecordView.tooLarge(record, limits.maxBytes());
        }
        return record;
    }

    private Future<ObjectNode> records(AgentFeature feature, Caller caller) {
        return description.rights(feature, caller).compose(rights -> records(feature, rights, caller));
    }

    private Future<ObjectNode> records(AgentFeature feature, AgentRights rights, Caller caller) {
        ObjectNode entry = FeatureListing.entry(feature, rights);
        return rights.allow(feature, AgentVerb.SEARCH)
                ? pages.fit("records", limits.defaultRows(), limit -> page(feature, limit, caller))
                        .map(entry::setAll)
                : Future.succeededFuture(entry);
    }

    private Future<ToolPages.Page> page(AgentFeature feature, int limit, Caller caller) {
        ListResources list = new ListResources(feature.name(), null, NEWEST_FIRST, limit, null);
        return bus.request(ResourceMessages.LIST, list, caller)
                .map(page -> new ToolPages.Page(RecordView.whole(feature).rows(page.rows()), page.next()));
    }

    /** A feature may be named {@code features} itself: then its records come second. */
    private Future<List<ObjectNode>> list(ResourceAddress address, Allowed allowed, Caller caller) {
        AgentFeature namesake = address.feature();
        Future<ObjectNode> list = pages.fit("features", limits.maxRows(), limit -> FeatureListing.page(allowed, limit))
                .map(listed -> ResourceListing.content(address.uri(), Kind.LIST, listed));
        if (namesake == null || !allowed.rights().allow(namesake, AgentVerb.SEARCH)) {
            return list.map(List::of);
        }
        return list.compose(content -> admission
                .apply(namesake.name())
                .compose(counted -> records(namesake, allowed.rights(), caller))
                .map(more -> List.of(content, ResourceListing.content(address.uri(), Kind.RECORDS, more))));
    }
}
