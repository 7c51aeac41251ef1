package io.corebus.access;

import io.corebus.access.AccessMessages.ListUsers;
import io.corebus.access.AccessMessages.UserPage;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
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
        Faults faults = new Faults();
        if (request.limit() < 1 || request.limit() > MAX_LIMIT) {
            faults.add("/limit", "range", "The limit is a number from 1 to 1000.");
        }
        String after = request.after();
        if (after != null && !UserIds.isId(after)) {
            faults.add("/after", "format", "This is no place in the list: use the next of the page before.");
        }
        faults.refuse();
        return new StorageMessages.ListUsers(request.limit(), after);
    }

    private static UserPage page(StorageMessages.UserPage page) {
        return new UserPage(page.users().stream().map(Profiles::of).toList(), page.next());
    }
}
