package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.resource.ResourceMessages.CheckKey;
import io.corebus.resource.ResourceMessages.CheckedKey;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.CheckCommands;
import io.vertx.core.Future;

/** {@link ResourceMessages#CHECK_KEY}. */
final class CheckHandler implements Service<CheckKey, CheckedKey> {
    private final Bus bus;

    CheckHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<CheckedKey> handle(CheckKey request, Caller caller) {
        CheckCommands question = new CheckCommands(request.commandIds(), request.requestHash());
        return bus.request(StorageMessages.CHECK_COMMANDS, question, caller).map(new CheckedKey());
    }
}
