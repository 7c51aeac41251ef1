package io.corebus.logic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.extension.RecordFailure;
import io.corebus.extension.Records;
import io.corebus.extension.Resource;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Records} by messages to the resource room. */
final class BusRecords implements Records {
    private static final String NOT_FOUND = "not-found";
    /** For one question, however long the logic may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Bus bus;
    private final Caller caller;
    private final @Nullable WriteNames writing;

    BusRecords(Bus bus, Caller caller, @Nullable WriteNames writing) {
        this.bus = bus;
        this.caller = caller;
        this.writing = writing;
    }

    @Override
    public Future<Optional<Resource>> get(String feature, String id) {
        return ask(ResourceMessages.GET, new GetResource(feature, id))
                .map(found -> Optional.of(resource(feature, found)))
                .recover(BusRecords::noneIfNotFound);
    }

    private static Future<Optional<Resource>> noneIfNotFound(Throwable cause) {
        return cause instanceof RecordFailure failure && failure.code().equals(NOT_FOUND)
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(cause);
    }

    @Override
    public Future<List<Resource>> list(String feature, @Nullable String filter, @Nullable String sort, int limit) {
        return ask(ResourceMessages.LIST, new ListResources(feature, filter, sort, limit, null))
                .map(page -> resources(feature, page));
    }

    @Override
    public Future<Resource> create(String feature, ObjectNode fields) {
        Json content = Given.json(fields);
        Command command = names().next("create", feature, null, content);
        return ask(ResourceMessages.CREATE, new CreateResource(feature, content, command))
                .map(created -> resource(feature, created));
    }

    @Override
    public Future<Resource> patch(String feature, String id, ObjectNode patch) {
        Json content = Given.json(patch);
        Command command = names().next("patch", feature, id, content);
        return ask(ResourceMessages.PATCH, new PatchResource(feature, id, List.of(), content, command))
                .map(changed -> resource(feature, changed));
    }

    @Override
    public Future<Resource> delete(String feature, String id) {
        Command command = names().next("delete", feature, id, null);
        return ask(ResourceMessages.DELETE, new DeleteResource(feature, id, List.of(), command))
                .map(deleted -> resource(feature, deleted));
    }

    private WriteNames names() {
        if (writing == null) {
            throw new IllegalStateException(
                    "Logic writes nothing before a change, because what it writes would stay where the change does not."
                            + " Do it in afterCommit.");
        }
        return writing;
    }

    private <Q, R> Future<R> ask(Address<Q, R> address, Q request) {
        Caller asking = caller.millisLeft() > PATIENCE.toMillis() ? caller.waiting(PATIENCE) : caller;
        return bus.request(address, request, asking).recover(BusRecords::told);
    }

    private static <R> Future<R> told(Throwable cause) {
        Failure failure = FailureException.of(cause);
        return Future.failedFuture(new RecordFailure(failure.code(), failure.status(), failure.detail()));
    }

    private static Resource resource(String feature, ResourceMessages.Resource answered) {
        ObjectNode fields = StrictJson.parseObject(answered.body().utf8());
        return new Resource(feature, answered.id(), answered.version(), fields);
    }

    private static List<Resource> resources(String feature, ResourcePage page) {
        List<Resource> resources = new ArrayList<>();
        for (JsonNode row : StrictJson.parseOwn(page.rows().utf8())) {
            ObjectNode fields = (ObjectNode) row;
            resources.add(new Resource(
                    feature, fields.path("id").asText(), fields.path("version").asLong(), fields));
        }
        return resources;
    }
}
