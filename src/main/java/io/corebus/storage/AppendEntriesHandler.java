package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.AppendEntries;
import io.corebus.storage.JournalMessages.AppendedEntries;
import io.corebus.storage.JournalMessages.EntryOfCaller;
import io.corebus.storage.JournalMessages.Unwritten;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** {@link JournalMessages#APPEND_ENTRIES}. */
final class AppendEntriesHandler implements Service<AppendEntries, AppendedEntries> {
    private final Appends appends;

    AppendEntriesHandler(Appends appends) {
        this.appends = appends;
    }

    @Override
    public Future<AppendedEntries> handle(AppendEntries request, Caller caller) {
        Count count = new Count(request.entries().size());
        for (int i = 0; i < request.entries().size(); i++) {
            int index = i;
            appends.submit(append(request.entries().get(i), caller))
                    .onComplete(written -> count.ended(), failure -> count.failed(index, failure));
        }
        return count.all.future();
    }

    private static Append append(EntryOfCaller one, Caller batch) {
        Caller caller = new Caller(one.user(), List.of(), one.token(), one.via(), one.trace(), batch.deadlineNanos());
        return new Append(one.entry(), caller);
    }

    /** Waits for all of them, however they end. Belongs to one event loop. */
    private static final class Count {
        private final Promise<AppendedEntries> all = Promise.promise();
        private final List<Unwritten> unwritten = new ArrayList<>();
        private int open;

        Count(int open) {
            this.open = open;
            if (open == 0) {
                all.complete(new AppendedEntries(unwritten));
            }
        }

        void failed(int index, Throwable failure) {
            unwritten.add(new Unwritten(index, FailureException.of(failure)));
            ended();
        }

        void ended() {
            open--;
            if (open == 0) {
                all.complete(new AppendedEntries(unwritten));
            }
        }
    }
}
