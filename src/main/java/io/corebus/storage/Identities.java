package io.corebus.storage;

import io.corebus.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** The part of the storage room that knows how users are recognised: API tokens, sessions, identities elsewhere. */
final class Identities {
    private Identities() {}

    /**
     * Serves all its addresses on the calling verticle.
     *
     * @param bell for what is in the journal
     */
    static Future<?> serve(Bus bus, Database database, Bell bell) {
        return Future.all(List.of(
                bus.serve(IdentityMessages.INSERT_TOKEN, bell.after(new InsertTokenHandler(database))),
                bus.serve(IdentityMessages.FIND_TOKEN, new FindTokenHandler(database)),
                bus.serve(IdentityMessages.LIST_TOKENS, new ListTokensHandler(database)),
                bus.serve(IdentityMessages.DELETE_TOKEN, bell.after(new DeleteTokenHandler(database))),
                bus.serve(IdentityMessages.TOUCH_TOKEN, new TouchTokenHandler(database)),
                bus.serve(IdentityMessages.FIND_SESSION, new FindSessionHandler(database)),
                bus.serve(IdentityMessages.LIST_SESSIONS, new ListSessionsHandler(database)),
                bus.serve(IdentityMessages.REVOKE_SESSION, bell.after(new RevokeSessionHandler(database))),
                bus.serve(IdentityMessages.REVOKE_OTHERS, new RevokeOthersHandler(database)),
                bus.serve(IdentityMessages.FIND_LINKED, new FindLinkedHandler(database)),
                bus.serve(IdentityMessages.LIST_IDENTITIES, new ListIdentitiesHandler(database)),
                bus.serve(IdentityMessages.LINK_USER, bell.after(new LinkUserHandler(database))),
                bus.serve(IdentityMessages.UNLINK_USER, bell.after(new UnlinkUserHandler(database)))));
    }
}
