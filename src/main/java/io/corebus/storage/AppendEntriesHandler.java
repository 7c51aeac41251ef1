package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.AppendEntries;
import io.corebus.storage.JournalMessages.Appended;
import io.corebus.storage.JournalMessages.AppendedEntries;
import io.corebus.storage.JournalMessages.EntryOfCaller;
import io.corebus.storage.JournalMessages.Unwritten;
import io.vertx.core.Future;
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
        List<Future<Appended>> answers = request.entries().stream()
                .map(one -> appends.submit(append(one, caller)))
                .toList();
        return Future.join(answers).transform(ended -> Future.succeededFuture(answered(answers)));
    }

    private static Append append(EntryOfCaller one, Caller batch) {
        Caller caller = new Caller(one.user(), List.of(), one.token(), one.via(), one.trace(), batch.deadlineNanos());
        return new Append(one.entry(), caller);
    }

    private static AppendedEntries answered(List<Future<Appended>> answers) {
        List<Unwritten> unwritten = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Throwable failure = answers.get(i).cause();
            if (failure != null) {
                unwritten.add(new Unwritten(i, FailureException.of(failure)));
            }
        }
        return new AppendedEntries(unwritten);
    }
}
