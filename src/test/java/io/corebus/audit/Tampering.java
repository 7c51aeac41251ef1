package io.corebus.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealedEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Does something to an export that nobody may do, by chance: on lines, on values, on characters, and as somebody who can compute every hash but has no key. */
final class Tampering {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SealingKey OTHER_KEY = SealingKey.generate();

    private final Random random;
    private final List<String> lines;
    private String what = "";

    Tampering(List<String> export, long seed) {
        this.random = new Random(seed);
        this.lines = new ArrayList<>(export);
    }

    /** Tampers once or more often, until the export says something else than before. */
    List<String> tampered(List<String> original) {
        do {
            once();
        } while (saysTheSame(original) || random.nextInt(4) == 0);
        return lines;
    }

    String what() {
        return what;
    }

    private boolean saysTheSame(List<String> original) {
        try {
            if (lines.size() != original.size()) {
                return false;
            }
            for (int i = 0; i < lines.size(); i++) {
                if (!MAPPER.readTree(lines.get(i)).equals(MAPPER.readTree(original.get(i)))) {
                    return false;
                }
            }
            return true;
        } catch (JsonProcessingException broken) {
            return false;
        }
    }

    private void once() {
        int kind = random.nextInt(14);
        what += " " + kind;
        switch (kind) {
            case 0 -> Collections.swap(lines, any(), any());
            case 1 -> lines.remove(any());
            case 2 -> lines.add(any(), lines.get(any()));
            case 3 -> lines.add(any(), lines.remove(any()));
            case 4 -> changeCharacter();
            case 5 -> changeValue();
            case 6 -> exchangeValues();
            case 7 -> removeOrAddMember();
            case 8 -> insertChangedCopy();
            case 9 -> removeBlock();
            case 10 -> eraseSecretly();
            case 11 -> forge(false, false);
            case 12 -> forge(true, false);
            default -> forge(true, true);
        }
    }

    private int any() {
        return random.nextInt(lines.size());
    }

    private void changeCharacter() {
        int line = any();
        StringBuilder text = new StringBuilder(lines.get(line));
        if (!text.isEmpty()) {
            text.setCharAt(random.nextInt(text.length()), (char) (' ' + random.nextInt(95)));
        }
        lines.set(line, text.toString());
    }

    private ObjectNode node(int line) {
        try {
            return MAPPER.readTree(lines.get(line)) instanceof ObjectNode object
                    ? object
                    : JsonNodeFactory.instance.objectNode();
        } catch (JsonProcessingException broken) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private String member(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
    }

    private void changeValue() {
        int line = any();
        ObjectNode node = node(line);
        String name = member(node);
        JsonNode value = node.path(name);
        switch (random.nextInt(6)) {
            case 0 -> node.putNull(name);
            case 1 -> node.put(name, value.asText() + "x");
            case 2 -> node.put(name, value.asLong() + 1);
            case 3 -> node.put(name, value.isTextual() ? value.asText().toUpperCase(java.util.Locale.ROOT) : "1");
            case 4 -> node.put(name, value.asText());
            default -> node.put(name, "");
        }
        lines.set(line, node.toString());
    }

    private void exchangeValues() {
        int first = any();
        int second = any();
        ObjectNode one = node(first);
        ObjectNode other = node(second);
        String name = member(one);
        if (first != second && one.has(name) && other.has(name)) {
            JsonNode value = one.get(name);
            one.set(name, other.get(name));
            other.set(name, value);
            lines.set(first, one.toString());
            lines.set(second, other.toString());
        }
    }

    private void removeOrAddMember() {
        int line = any();
        ObjectNode node = node(line);
        if (random.nextBoolean()) {
            node.remove(member(node));
        } else {
            node.put(random.nextBoolean() ? "note" : "erased", true);
        }
        lines.set(line, node.toString());
    }

    private void insertChangedCopy() {
        int line = any();
        ObjectNode node = node(line);
        node.put("actor", "eve");
        lines.add(line, node.toString());
    }

    private void removeBlock() {
        int start = any();
        int end = Math.min(lines.size(), start + 1 + random.nextInt(8));
        lines.subList(start, end).clear();
        if (lines.isEmpty()) {
            lines.add("");
        }
    }

    private void eraseSecretly() {
        int line = any();
        ObjectNode node = node(line);
        if (node.path("type").asText().equals("entry")) {
            node.putNull("salt").putNull("before").putNull("after").put("erased", true);
            lines.set(line, node.toString());
        }
    }

    /** Changes an entry, and then everything that can be computed from it: hashes, leaves, root, and the links of all seals that follow. */
    private void forge(boolean links, boolean sign) {
        int line = any();
        ObjectNode entry = node(line);
        if (!entry.path("type").asText().equals("entry")) {
            return;
        }
        entry.put(random.nextBoolean() ? "actor" : "trace", "eve");
        if (random.nextBoolean() && !entry.path("salt").isNull()) {
            entry.put("after", "{\"forged\":true}");
            rehash(entry);
        }
        lines.set(line, entry.toString());
        try {
            reseal(links, sign);
        } catch (IllegalArgumentException brokenBefore) {
            what += " (broken)";
        }
    }

    private static void rehash(ObjectNode entry) {
        try {
            var read = ExportReader.entry(new Members(entry.toString().getBytes(StandardCharsets.UTF_8)))
                    .entry();
            entry.put("payload_hash", Leaf.payloadHash(Encoding.fromHex(read.salt()), read.before(), read.after()));
        } catch (IllegalArgumentException brokenBefore) {
            entry.put("payload_hash", "");
        }
    }

    private void reseal(boolean links, boolean sign) {
        String previous = Seals.NO_PREVIOUS;
        for (int i = 0; i < lines.size(); i++) {
            if (node(i).path("type").asText().equals("seal")) {
                Seal seal = ExportReader.seal(members(i));
                Seal forged = resealed(seal, leavesBehind(i), links ? previous : seal.previous(), sign);
                lines.set(i, ExportLines.seal(forged).toString());
                previous = forged.hash();
            }
        }
    }

    private List<byte[]> leavesBehind(int line) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = line + 1; i < lines.size() && node(i).path("type").asText().equals("entry"); i++) {
            SealedEntry sealed = ExportReader.entry(members(i));
            leaves.add(Leaf.hash(sealed.entry()));
        }
        return leaves;
    }

    private Members members(int line) {
        return new Members(lines.get(line).getBytes(StandardCharsets.UTF_8));
    }

    /** With a key of the forger's own, under its own name or that of the real one. */
    private Seal resealed(Seal seal, List<byte[]> leaves, String previous, boolean sign) {
        String kid = sign && random.nextBoolean() ? OTHER_KEY.kid() : seal.kid();
        Seal draft = new Seal(
                seal.number(),
                seal.firstSeq(),
                leaves.isEmpty() ? seal.count() : leaves.size(),
                Encoding.base64(Encoding.concatenated(leaves)),
                Encoding.hex(MerkleTree.root(leaves)),
                previous,
                "",
                seal.at(),
                kid,
                seal.signature());
        byte[] header = Seals.header(draft);
        return new Seal(
                draft.number(),
                draft.firstSeq(),
                draft.count(),
                draft.leaves(),
                draft.root(),
                draft.previous(),
                Seals.hash(header),
                draft.at(),
                draft.kid(),
                sign ? Encoding.base64url(OTHER_KEY.sign(header)) : draft.signature());
    }
}
