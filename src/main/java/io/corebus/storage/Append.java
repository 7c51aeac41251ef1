package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.JournalMessages.Appended;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command that writes an entry without a row. */
final class Append extends Command<Appended> {
    private final AppendEntry entry;

    Append(AppendEntry entry, Caller caller) {
        super(UUID.fromString(entry.commandId()), caller);
        this.entry = entry;
    }

    @Override
    @Nullable
    UUID target() {
        return null;
    }

    String feature() {
        return entry.feature();
    }

    @Nullable
    UUID resourceId() {
        return AccountId.parse(entry.resourceId());
    }

    String kind() {
        return entry.kind();
    }

    String actor() {
        return entry.actor() == null ? caller().user() : entry.actor();
    }

    @Nullable
    String detail() {
        return entry.detail() == null ? null : entry.detail().toString();
    }
}
