package io.corebus.audit;

import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealedEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ExportLines} writes, strictly: a line that has more, less or other than it should have fails with {@link IllegalArgumentException}. */
final class ExportReader {
    static final String SEAL = "seal";
    static final String ENTRY = "entry";

    private static final List<String> HEADER =
            List.of("type", "number", "first_seq", "count", "root", "previous", "at", "kid", "hash", "signature");
    private static final List<String> ENTRY_MEMBERS = List.of(
            "type",
            "seq",
            "at",
            "feature",
            "resource_id",
            "version",
            "kind",
            "actor",
            "via",
            "token",
            "trace",
            "command_id",
            "payload_hash",
            "salt",
            "before",
            "after");

    private ExportReader() {}

    /** The number of the first seal. */
    static long begin(Members line) {
        line.requireExactly(List.of("type", "format", "from"));
        requireType(line, "export");
        requireFormat(line);
        return line.number("from");
    }

    static Seal seal(Members line) {
        line.requireExactly(with(HEADER, "leaves"));
        requireType(line, SEAL);
        return seal(line, line.text("leaves"));
    }

    /** A seal without its leaves. */
    static Seal checkpoint(Members line) {
        line.requireExactly(with(HEADER, "format"));
        requireType(line, "checkpoint");
        requireFormat(line);
        return seal(line, "");
    }

    private static Seal seal(Members line, String leaves) {
        long count = line.number("count");
        if (count < 1 || count > 1_000_000) {
            throw new IllegalArgumentException("count is out of range");
        }
        return new Seal(
                line.number("number"),
                line.number("first_seq"),
                (int) count,
                leaves,
                line.text("root"),
                line.text("previous"),
                line.text("hash"),
                line.text("at"),
                line.text("kid"),
                line.text("signature"));
    }

    static SealedEntry entry(Members line) {
        boolean erased = line.has("erased");
        line.requireExactly(erased ? with(ENTRY_MEMBERS, "erased") : ENTRY_MEMBERS);
        requireType(line, ENTRY);
        if (erased) {
            line.requireTrue("erased");
        }
        SealedEntry sealed = new SealedEntry(line.number("seq"), entryOf(line));
        Entry entry = sealed.entry();
        if (Leaf.isErased(entry) != erased) {
            throw new IllegalArgumentException("salt is there or missing, against what erased says");
        }
        requireSaltLength(entry.salt());
        if (erased && (entry.before() != null || entry.after() != null)) {
            throw new IllegalArgumentException("it is erased and has a payload");
        }
        return sealed;
    }

    /** The payload's hash has no lengths in it: with a longer salt, bytes of the payload could be told as the salt's, and the payload as absent. */
    private static void requireSaltLength(@Nullable String salt) {
        if (salt != null && salt.length() != 2 * Leaf.SALT_BYTES) {
            throw new IllegalArgumentException("its salt has not " + Leaf.SALT_BYTES + " bytes");
        }
    }

    private static Entry entryOf(Members line) {
        return new Entry(
                0,
                "0",
                0,
                line.text("at"),
                line.text("feature"),
                line.optionalText("resource_id"),
                line.optionalNumber("version"),
                line.text("kind"),
                line.text("actor"),
                line.text("via"),
                line.optionalText("token"),
                line.text("trace"),
                line.optionalText("command_id"),
                line.text("payload_hash"),
                line.optionalText("salt"),
                line.optionalJson("before"),
                line.optionalJson("after"));
    }

    private static List<String> with(List<String> names, String one) {
        List<String> all = new ArrayList<>(names);
        all.add(one);
        return all;
    }

    private static void requireType(Members line, String type) {
        if (!line.text("type").equals(type)) {
            throw new IllegalArgumentException("its type is not " + type);
        }
    }

    private static void requireFormat(Members line) {
        if (line.number("format") != ExportLines.FORMAT) {
            throw new IllegalArgumentException("its format is not " + ExportLines.FORMAT);
        }
    }
}
