package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.UpdateRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** The last steps of every change to a resource that exists: write it, then renew the cache, then acknowledge. */
final class Updater {
    private final Bus bus;
    private final Reader reader;
    private final Contention contention;
    private final Cache cache;
    private final Rehearsal rehearsal;
    private final Logic logic;

    Updater(Bus bus, Reader reader, Contention contention, Cache cache, Rehearsal rehearsal) {
        this.bus = bus;
        this.logic = new Logic(bus);
        this.rehearsal = rehearsal;
        this.reader = reader;
        this.contention = contention;
        this.cache = cache;
    }

    /** @param data what the resource that is there becomes */
    Future<Resource> updateInRounds(
            ChangeRule rule, String id, List<Long> ifVersions, Command command, Function<Row, Json> data) {
        return new Rounds(bus, reader, contention, rule, id, ifVersions, command, current -> {
                    Json asked = data.apply(current);
                    return Logic.of(rule.served())
                            ? logic.beforeUpdate(rule.served(), current, asked, command.dryRun(), rule.caller())
                                    .compose(decided -> update(rule, current, decided, command))
                            : update(rule, current, asked, command);
                })
                .first();
    }

    private Future<Resource> update(ChangeRule rule, Row current, Json data, Command command) {
        List<Long> version = List.of(current.version());
        return update(rule.served(), current.id(), version, data, command, rule.caller());
    }

    Future<Resource> update(
            ServedFeature served, String id, List<Long> ifVersions, Json data, Command command, Caller caller) {
        if (command.dryRun()) {
            return rehearsal.update(served, id, ifVersions, data, caller).map(served.access()::written);
        }
        UpdateRow row =
                new UpdateRow(served.name(), id, ifVersions, data, command.id(), command.requestHash(), served.shape());
        return bus.request(StorageMessages.UPDATE, row, caller).compose(written -> renewCache(served, written));
    }

    private Future<Resource> renewCache(ServedFeature served, WrittenRow written) {
        return cache.put(served.feature(), written).map(served.access().written(Writes.resource(written)));
    }
}
