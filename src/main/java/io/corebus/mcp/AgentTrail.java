package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.door.CommandName;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntries;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.JournalMessages.EntryOfCaller;
import io.corebus.storage.JournalMessages.Unwritten;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the journal for every call of a tool: who, with which token and in which trace is taken from the caller; of the arguments it has a hash, because
 * they may hold what should not be kept twice.
 *
 * <p>The entries of the calls that end in one turn of the event loop travel as one message: the way to the storage room and back takes longer than what is done
 * with an entry there. Nothing waits for company: alone, an entry goes at the end of its turn. Belongs to one event loop.
 */
final class AgentTrail {
    private static final String NO_FEATURE = "mcp";
    private static final byte[] TOOL = JsonBytes.part("{\"tool\":");
    private static final byte[] HASH = JsonBytes.part(",\"arguments_hash\":");
    private static final byte[] OUTCOME = JsonBytes.part(",\"outcome\":");
    private static final byte[] END = JsonBytes.part("}");
    /** Between processes a message should stay small. */
    private static final int MAX_GATHERED = 100;

    private static final long LEAST_NANOS = 2_000_000_000L;

    private final Context context;
    private final Bus bus;
    private final KeyedHashes keyed;
    private Gathered gathered = new Gathered();

    AgentTrail(Context context, Bus bus) {
        this.context = context;
        this.bus = bus;
        this.keyed = new KeyedHashes(bus);
    }

    /** A call that begins. */
    Begun begun(ToolCall call, @Nullable String feature) {
        return begun(call.tool(), call.arguments(), call.caller(), feature);
    }

    /** @param feature null where it is about none that is offered */
    Begun begun(String tool, ObjectNode arguments, Caller caller, @Nullable String feature) {
        String hash = CommandName.requestHash(tool, AgentJson.bytes(arguments));
        String id = arguments.path(ToolBox.ID).textValue();
        return new Begun(tool, hash, feature == null ? NO_FEATURE : feature, id, caller);
    }

    /** What the entry says of a call before it has ended: its arguments are gone through while they are at hand, not when they lie about in memory. */
    final class Begun {
        private final String tool;
        private final String argumentsHash;
        private final String feature;
        private final @Nullable String id;
        private final Caller caller;

        private Begun(String tool, String argumentsHash, String feature, @Nullable String id, Caller caller) {
            this.tool = tool;
            this.argumentsHash = argumentsHash;
            this.feature = feature;
            this.id = id;
            this.caller = caller;
        }

        /**
         * Completes when it is on disk.
         *
         * @param written id of a resource that the arguments do not name: whoever erases that, erases the hash of what it was made of, too
         */
        Future<Void> ended(String outcome, @Nullable String written) {
            String about = id == null ? written : id;
            return about == null || feature.equals(NO_FEATURE)
                    ? keyed.of(argumentsHash).compose(hash -> gather(entry(about, hash, outcome), caller))
                    : gather(entry(about, argumentsHash, outcome), caller);
        }

        private AppendEntry entry(@Nullable String about, @Nullable String hash, String outcome) {
            JsonBytes detail = new JsonBytes().add(TOOL).add(tool);
            if (hash != null) {
                detail.add(HASH).add(hash);
            }
            Json text = Json.of(detail.add(OUTCOME).add(outcome).add(END).toBytes());
            return new AppendEntry(CommandName.random(), feature, about, "tool-called", null, text);
        }
    }

    private Future<Void> gather(AppendEntry entry, Caller caller) {
        if (gathered.entries.isEmpty()) {
            context.runOnContext(turn -> send());
        }
        Future<Void> written = gathered.add(entry, caller);
        if (gathered.entries.size() == MAX_GATHERED) {
            send();
        }
        return written;
    }

    private void send() {
        Gathered sent = gathered;
        if (!sent.entries.isEmpty()) {
            gathered = new Gathered();
            bus.request(JournalMessages.APPEND_ENTRIES, new AppendEntries(sent.entries), sent.caller())
                    .onComplete(done -> sent.written(done.unwritten()), sent::failed);
        }
    }

    /** What goes together, and who waits for it. */
    private static final class Gathered {
        private final List<EntryOfCaller> entries = new ArrayList<>();
        private final List<Promise<Void>> waiting = new ArrayList<>();
        private long deadlineNanos;

        Future<Void> add(AppendEntry entry, Caller caller) {
            boolean last = entries.isEmpty() || caller.deadlineNanos() - deadlineNanos > 0;
            deadlineNanos = last ? caller.deadlineNanos() : deadlineNanos;
            entries.add(new EntryOfCaller(entry, caller.user(), caller.via(), caller.token(), caller.trace()));
            Promise<Void> written = Promise.promise();
            waiting.add(written);
            return written.future();
        }

        /** Of the message: as long as anybody waits for one of the entries, and a moment at least. A call that took all its time is to be recorded, too. */
        Caller caller() {
            long least = System.nanoTime() + LEAST_NANOS;
            long deadline = deadlineNanos - least > 0 ? deadlineNanos : least;
            return new Caller(
                    Caller.SYSTEM, List.of(), null, Shown.VIA, entries.get(0).trace(), deadline);
        }

        void written(List<Unwritten> failed) {
            failed.forEach(one -> waiting.get(one.index()).fail(one.failure().exception()));
            waiting.forEach(Promise::tryComplete);
        }

        void failed(Throwable failure) {
            waiting.forEach(one -> one.fail(failure));
        }
    }
}
