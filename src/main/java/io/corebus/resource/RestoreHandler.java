package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.resource.ResourceMessages.RestoreResource;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Changes;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.ReadChanges;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.RestoreRow;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link ResourceMessages#RESTORE}: takes the content of a version from the journal, holds it against the descriptor as it is today, and writes it as the next
 * version; where the resource is deleted, as one that is there again. What it is now is looked up first and compared when it is written: where somebody was faster,
 * and the caller asked for no version of its own, it looks again.
 *
 * <p>Who may read or write only a part gets back of a version what it could have read then and may write now. The rest stays as it is; of a resource that is
 * deleted, as it was at last.
 */
final class RestoreHandler implements Service<RestoreResource, Resource> {
    private static final int MAX_ROUNDS = 10;
    private static final List<String> OVERTAKEN = List.of("version-mismatch", "not-found");

    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Reader reader;
    private final Contention contention;
    private final Cache cache;
    private final Logic logic;

    RestoreHandler(ServedFeature.Catalogue features, Bus bus, Reader reader, Contention contention, Cache cache) {
        this.features = features;
        this.bus = bus;
        this.reader = reader;
        this.contention = contention;
        this.cache = cache;
        this.logic = new Logic(bus);
    }

    @Override
    public Future<Resource> handle(RestoreResource request, Caller caller) {
        return features.permit(request.feature(), request.id(), Action.UPDATE, caller)
                .compose(served -> start(served, request, caller));
    }

    private Future<Resource> start(ServedFeature served, RestoreResource request, Caller caller) {
        return Identifier.read(request.id()).compose(id -> new Restoring(served, id, request, caller).start());
    }

    /** The rounds of one restoration. */
    private final class Restoring {
        private final ServedFeature served;
        private final String id;
        private final RestoreResource request;
        private final Caller caller;
        private final ChangeRule rule;
        private int round;

        Restoring(ServedFeature served, String id, RestoreResource request, Caller caller) {
            this.served = served;
            this.id = id;
            this.request = request;
            this.caller = caller;
            this.rule = new ChangeRule(served, Action.UPDATE, caller);
        }

        Future<Resource> start() {
            return served.access().isLimited()
                    ? newest(null)
                            .map(this::admit)
                            .compose(
                                    admitted -> content(),
                                    refusal -> orRepeated(refusal).recover(this::denied))
                    : content();
        }

        private Future<Resource> content() {
            long before = request.version() == Long.MAX_VALUE ? request.version() : request.version() + 1;
            return newest(before).map(this::asked).compose(this::next);
        }

        /** Who may not do it with this resource is told so first, whatever versions there are. What is there then is looked at again when it is written. */
        private @Nullable Void admit(@Nullable Entry now) {
            if (now == null) {
                throw Identifier.notFound();
            }
            Json content = now.kind().equals("deleted") ? now.before() : now.after();
            if (content == null) {
                throw Identifier.notFound();
            }
            rule.admit(new Row(id, request.version(), content));
            return null;
        }

        /** The last change before a version, or the last one of all; null where there is none. */
        private Future<@Nullable Entry> newest(@Nullable Long before) {
            ReadChanges question = new ReadChanges(served.name(), id, 1, before);
            return bus.request(JournalMessages.READ_CHANGES, question, caller).map(Restoring::first);
        }

        private static @Nullable Entry first(Changes changes) {
            return changes.entries().isEmpty() ? null : changes.entries().get(0);
        }

        /** The content of the version that was asked for. */
        private Json asked(@Nullable Entry found) {
            if (found == null || !Objects.equals(found.version(), request.version()) || isHidden(found)) {
                throw noVersion("There is no version " + request.version() + " of this resource. See its history.");
            }
            if (found.kind().equals("deleted")) {
                throw noVersion("Version " + request.version()
                        + " is the deletion of this resource, which has no content. Name an earlier one.");
            }
            Json content = found.after();
            if (content == null) {
                throw new Failure("erased", 410, "The content of this version was erased.").exception();
            }
            return content;
        }

        private boolean isHidden(Entry found) {
            return served.access().isLimited() && served.access().seen(Changed.of(served.feature(), found)) == null;
        }

        private Future<Resource> next(Json content) {
            round++;
            return newest(null).compose(now -> write(content, now)).recover(cause -> again(content, cause));
        }

        private Future<Resource> again(Json content, Throwable cause) {
            String code = FailureException.of(cause).code();
            if (!OVERTAKEN.contains(code) || !request.ifVersions().isEmpty()) {
                return Future.failedFuture(cause);
            }
            if (round < MAX_ROUNDS) {
                return contention.pause(round).compose(paused -> next(content));
            }
            return Future.failedFuture(code.equals("version-mismatch") ? Contention.lost() : cause);
        }

        private Future<Resource> write(Json content, @Nullable Entry now) {
            Long version = now == null ? null : now.version();
            if (now == null || version == null || !now.kind().equals("deleted")) {
                return restore(content);
            }
            return features.permit(served.name(), id, Action.CREATE, caller)
                    .compose(creating -> request.ifVersions().isEmpty()
                                    || request.ifVersions().contains(version)
                            ? revive(content, version, now.before(), creating)
                            : orRepeated(mismatch(version)));
        }

        /** One that is there. */
        private Future<Resource> restore(Json content) {
            if (!served.access().isLimited() && !Logic.of(served)) {
                return write(rule.restored(content), null, request.ifVersions());
            }
            return new Rounds(
                            bus,
                            reader,
                            contention,
                            rule,
                            id,
                            request.ifVersions(),
                            request.command(),
                            current -> decided(current, content)
                                    .compose(data -> write(data, null, List.of(current.version()))))
                    .first()
                    .recover(this::denied);
        }

        private Future<Json> decided(Row current, Json content) {
            return logic.beforeUpdate(
                    served,
                    current,
                    rule.restored(current, content),
                    request.command().dryRun(),
                    caller);
        }

        private <T> Future<T> denied(Throwable refusal) {
            return features.denied(refusal, served, id, Action.UPDATE, caller);
        }

        /**
         * One that is deleted.
         *
         * @param last what it was at last; null where that was erased
         * @param creating the same feature, as far as the caller may create
         */
        private Future<Resource> revive(Json content, long deletion, @Nullable Json last, ServedFeature creating) {
            if (!served.access().isLimited() && !creating.access().isLimited()) {
                return create(rule.restored(content), deletion);
            }
            if (last == null) {
                return orRepeated(Identifier.notFound());
            }
            Row was = new Row(id, deletion, last);
            return Future.succeededFuture(was)
                    .map(row -> rule.restored(row, content))
                    .map(data -> new ChangeRule(creating, Action.CREATE, caller).revived(was, data))
                    .compose(data -> create(data, deletion), this::orRepeated)
                    .recover(this::denied);
        }

        private Future<Resource> create(Json data, long deletion) {
            return logic.beforeCreate(served, id, data, request.command().dryRun(), caller)
                    .compose(decided -> write(decided, deletion, List.of()), this::orRepeated);
        }

        /** @param deletion the version with which it was deleted, null where it is there */
        private Future<Resource> write(Json data, @Nullable Long deletion, List<Long> ifVersions) {
            RestoreRow row = new RestoreRow(
                    served.name(),
                    id,
                    deletion,
                    ifVersions,
                    data,
                    request.command().id(),
                    request.command().requestHash(),
                    served.shape());
            return bus.request(StorageMessages.RESTORE, row, caller).compose(this::renewCache);
        }

        private Future<Resource> renewCache(WrittenRow written) {
            return cache.put(served.feature(), written).map(answer(written));
        }

        /** Before it is refused for the state it meets: it may be this very restoration, done before, after which it was deleted again. */
        private Future<Resource> orRepeated(Throwable refusal) {
            return Writes.orRepeated(bus, served, request.command(), caller, refusal);
        }

        private Resource answer(WrittenRow written) {
            return served.access().written(Writes.resource(written));
        }
    }

    private static FailureException noVersion(String detail) {
        return new Failure("version-not-found", 404, detail).exception();
    }

    private static FailureException mismatch(long version) {
        String detail = "The resource was deleted, with which it got version " + version
                + ", not the one you named. Read its history and repeat your change.";
        return new Failure("version-mismatch", 412, detail, List.of(), version, null).exception();
    }
}
