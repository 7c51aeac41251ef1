package io.corebus.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealedEntry;
import org.jspecify.annotations.Nullable;

/** The lines of an export, see docs/audit.md. {@link ExportReader} reads them. */
final class ExportLines {
    static final int FORMAT = 1;

    private ExportLines() {}

    static ObjectNode begin(long from) {
        return line("export").put("format", FORMAT).put("from", from);
    }

    static ObjectNode seal(Seal seal) {
        return header(line("seal"), seal)
                .put("hash", seal.hash())
                .put("leaves", seal.leaves())
                .put("signature", seal.signature());
    }

    /** The head of the trail, without its leaves: what is signed needs only their root. */
    static ObjectNode checkpoint(Seal seal) {
        return header(line("checkpoint").put("format", FORMAT), seal)
                .put("hash", seal.hash())
                .put("signature", seal.signature());
    }

    private static ObjectNode header(ObjectNode line, Seal seal) {
        return line.put("number", seal.number())
                .put("first_seq", seal.firstSeq())
                .put("count", seal.count())
                .put("root", seal.root())
                .put("previous", seal.previous())
                .put("at", seal.at())
                .put("kid", seal.kid());
    }

    static ObjectNode entry(SealedEntry sealed) {
        Entry entry = sealed.entry();
        ObjectNode line = line("entry")
                .put("seq", sealed.seq())
                .put("at", entry.at())
                .put("feature", entry.feature())
                .put("resource_id", entry.resourceId())
                .put("version", entry.version())
                .put("kind", entry.kind())
                .put("actor", entry.actor())
                .put("via", entry.via())
                .put("token", entry.token())
                .put("trace", entry.trace())
                .put("command_id", entry.commandId())
                .put("payload_hash", entry.payloadHash())
                .put("salt", entry.salt())
                .put("before", text(entry.before()))
                .put("after", text(entry.after()));
        return Leaf.isErased(entry) ? line.put("erased", true) : line;
    }

    private static ObjectNode line(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static @Nullable String text(@Nullable Json json) {
        return json == null ? null : json.toString();
    }
}
