package io.corebus.access;

import io.corebus.access.AccessMessages.ListUsers;
import io.corebus.access.AccessMessages.UserPage;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.vertx.core.Future;

final class ListUsersHandler implements Service<ListUsers, UserPage> {
    private static final int MAX_LIMIT = 1000;

    private final Bus bus;

    ListUsersHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<UserPage> handle(ListUsers request, Caller caller) {
        Admission.requireAdmin(caller, "Only an admin may list users.");
        return bus.request(StorageMessages.LIST_USERS, checked(request), caller).map(ListUsersHandler::page);
    }

    private static StorageMessages.ListUsers checked(ListUsers request) {
        int limit = request.limit();
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new Failure("bad-query", 400, "limit must be between 1 and 1000, not " + limit + ".").exception();
        }
        String after = request.after();
        if (after != null && !UserIds.isId(after)) {
            throw new Failure("bad-cursor", 400, "The cursor is none that a page of this list gave.").exception();
        }
        return new StorageMessages.ListUsers(limit, after);
    }

    private static UserPage page(StorageMessages.UserPage page) {
        return new UserPage(page.users().stream().map(Profiles::of).toList(), page.next());
    }
}
