package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.feature.Feature.Action;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts what was denied into the journal, before it is answered: so no refusal gets lost when the process dies right after. */
final class Denials {
    private final Bus bus;

    Denials(Bus bus) {
        this.bus = bus;
    }

    /** Fails in any case: with the refusal, or with what kept it from the journal. Somebody who has not signed in is no actor, and leaves no entry. */
    <T> Future<T> refuse(Failure refusal, String feature, @Nullable String id, Action action, Caller caller) {
        return refuse(refusal, feature, id, action.name().toLowerCase(Locale.ROOT), caller);
    }

    /**
     * The same for what is no action with a feature's resources.
     *
     * @param about what stands for the feature
     */
    <T> Future<T> refuse(Failure refusal, String about, @Nullable String id, String verb, Caller caller) {
        if (caller.user().equals(Caller.ANONYMOUS)) {
            return Future.failedFuture(refusal.exception());
        }
        Json detail = Json.of("{\"action\":\"" + verb + "\",\"code\":\"" + refusal.code() + "\"}");
        AppendEntry entry = new AppendEntry(command(about, id, verb, caller), about, id, "denied", null, detail);
        return bus.request(JournalMessages.APPEND_ENTRY, entry, caller)
                .compose(written -> Future.failedFuture(refusal.exception()));
    }

    /** The same when the bus asks again: a trace has one such question about a resource at most. */
    private static String command(String feature, @Nullable String id, String verb, Caller caller) {
        String about = id == null ? "" : " " + id;
        String name = "denied " + feature + about + " " + verb + " " + caller.trace();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
