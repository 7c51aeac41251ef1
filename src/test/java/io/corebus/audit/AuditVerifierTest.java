package io.corebus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of tampering, by hand, and the sentence that names it. Line 1 begins the export, line 2 is seal 1, lines 3 to 7 are its entries. */
class AuditVerifierTest {
    private static final int SEAL_1 = 1;
    private static final int ENTRY_1 = 2;
    private static final int ENTRY_2 = 3;
    private static final int ENTRY_3 = 4;
    private static final int SEAL_2 = 7;
    private static final int ENTRY_6 = 8;
    private static final int SEAL_3 = 9;

    @TempDir
    Path directory;

    private final SealingKey key = SealingKey.generate();
    private List<String> export;
    private Path keyFile;

    @BeforeEach
    void open() throws IOException {
        export = Samples.export(key);
        keyFile = file("key.json", "{\"keys\":[" + SealingKey.generate().publicJwk() + "," + key.publicJwk() + "]}");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private String verify() throws IOException {
        return verify(null, 1);
    }

    /** Status and what was said. */
    private String verify(Path checkpoint, long from) throws IOException {
        Path file = file("export.ndjson", String.join("\n", export) + "\n");
        return verify(file, keyFile, checkpoint, from);
    }

    private static String verify(Path file, Path key, Path checkpoint, long from) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status =
                AuditVerifier.verify(file, key, checkpoint, from, new PrintStream(said, true, StandardCharsets.UTF_8));
        return status + " " + said.toString(StandardCharsets.UTF_8).trim();
    }

    private void requireFound(String sentence) throws IOException {
        assertThat(verify()).isEqualTo("1 NOT VERIFIED: " + sentence + ".");
    }

    private void change(int line, UnaryOperator<String> change) {
        String changed = change.apply(export.get(line));
        assertThat(changed).isNotEqualTo(export.get(line));
        export.set(line, changed);
    }

    private void replace(int line, String pattern, String replacement) {
        change(line, text -> text.replaceFirst(pattern, replacement));
    }

    @Test
    void aTrailThatHolds_isVerified() throws IOException {
        assertThat(verify())
                .isEqualToNormalizingNewlines("0 Erased payloads: 1, each with an entry that says so.\n"
                        + "No checkpoint was given: it would not be noticed if the end of the trail was cut off.\n"
                        + "VERIFIED: the trail holds up to entry 23, seal 6 of 2026-11-23T10:00:06.123456Z.");
        keyFile = file("key.json", key.publicJwk());
        assertThat(verify()).startsWith("0 ");
    }

    @Test
    void otherBlanks_areNoTampering() throws IOException {
        change(ENTRY_1, text -> text.replace(",\"", " , \"") + " \r");

        assertThat(verify()).startsWith("0 ");
    }

    @Test
    void anAlteredField_isNamed() throws IOException {
        replace(ENTRY_2, "\"actor\":\"ada\"", "\"actor\":\"eve\"");

        requireFound("entry 2 was altered (line 4)");
    }

    @Test
    void anAlteredPayload_isNamed() throws IOException {
        replace(ENTRY_1, "é 1", "è 1");

        requireFound("entry 1 was altered (line 3): its payload is not the one that was sealed");
    }

    @Test
    void aPayloadWithOtherBlanks_isAnotherPayload() throws IOException {
        replace(ENTRY_1, "\\\\\"name\\\\\" :", "\\\\\"name\\\\\":");

        requireFound("entry 1 was altered (line 3): its payload is not the one that was sealed");
    }

    @Test
    void anAlteredNumber_isNamed() throws IOException {
        replace(ENTRY_2, "\"seq\":2", "\"seq\":3");

        requireFound("entry 2 was altered (line 4): its number says 3");
    }

    @Test
    void theFirstOfSeveral_isNamed() throws IOException {
        replace(ENTRY_1, "é 1", "è 1");
        replace(ENTRY_2, "ada", "eve");
        requireFound("entry 1 was altered (line 3): its payload is not the one that was sealed");

        export = Samples.export(key);
        replace(ENTRY_1, "ada", "eve");
        replace(ENTRY_2, "é 2", "è 2");
        requireFound("entry 1 was altered (line 3)");
    }

    @Test
    void aRemovedEntry_isNamed() throws IOException {
        export.remove(ENTRY_2);
        requireFound("entry 2 was removed");

        export = Samples.export(key);
        export.remove(SEAL_2 - 1);
        requireFound("entry 5 was removed");

        export = Samples.export(key);
        export.remove(ENTRY_6);
        requireFound("entry 6 was removed");
    }

    @Test
    void aRemovedEntryWhoseNumberIsFilled_isNamed() throws IOException {
        export.remove(ENTRY_2);
        replace(ENTRY_2, "\"seq\":3", "\"seq\":2");

        requireFound("entry 2 was removed");
    }

    @Test
    void aReorderedEntry_isNamed() throws IOException {
        Collections.swap(export, ENTRY_1, ENTRY_2);

        requireFound("the entries were reordered: entry 2 stands where entry 1 belongs (line 3)");
    }

    @Test
    void aReorderedEntryWithItsNumberChanged_isNamed() throws IOException {
        Collections.swap(export, ENTRY_1, ENTRY_3);
        replace(ENTRY_1, "\"seq\":3", "\"seq\":1");
        replace(ENTRY_3, "\"seq\":1", "\"seq\":3");

        requireFound("the entries were reordered: entry 3 stands where entry 1 belongs (line 3)");
    }

    @Test
    void anInsertedEntry_isNamed() throws IOException {
        String foreign = export.get(ENTRY_1).replace("ada", "eve");
        export.add(ENTRY_2, foreign);
        requireFound("an entry was inserted before entry 2 (line 4)");

        export = Samples.export(key);
        export.add(SEAL_2, foreign);
        requireFound("an entry was inserted behind entry 5 (line 8): no seal covers it");

        export = Samples.export(key);
        export.add(foreign);
        requireFound("an entry was inserted behind entry 23 (line 31), or its seal was removed: no seal covers it");
    }

    @Test
    void aCopiedEntry_isNamed() throws IOException {
        export.add(ENTRY_3, export.get(ENTRY_1));

        requireFound("an entry was inserted before entry 3 (line 5): it is a copy of entry 1");
    }

    @Test
    void anEntryMovedToAnotherSeal_isNamedWhereItIsMissing() throws IOException {
        export.add(SEAL_3 + 1, export.remove(ENTRY_2));

        requireFound("entry 2 was removed");
    }

    @Test
    void aLineThatIsNoEntry_isNamed() throws IOException {
        change(ENTRY_2, text -> text.substring(0, 40));
        requireFound(
                "entry 2 was altered (line 4): the line is no entry as it was written: it is not a JSON object in UTF-8");

        export = Samples.export(key);
        change(ENTRY_2, text -> text.replace("\"kind\"", "\"Kind\""));
        requireFound(
                "entry 2 was altered (line 4): the line is no entry as it was written: there is no such member as Kind");

        export = Samples.export(key);
        change(ENTRY_2, text -> text.replace("}", ",\"seq\":2}"));
        assertThat(verify()).startsWith("1 NOT VERIFIED: entry 2 was altered (line 4)");
    }

    @Test
    void aPayloadTakenAway_isNamed_unlessAnEntrySaysSo() throws IOException {
        replace(ENTRY_2, "\"salt\":\"[0-9a-f]+\"", "\"salt\":null");
        replace(ENTRY_2, "\"after\":\".*\"}", "\"after\":null,\"erased\":true}");

        requireFound(
                "entry 2 was altered: its payload is gone, and no entry behind it says that it was erased (if that happened a moment ago, export again)");
    }

    @Test
    void anErasedEntryWithAPayload_isAltered() throws IOException {
        replace(ENTRY_3, "\"after\":null", "\"after\":\"{}\"");

        requireFound(
                "entry 3 was altered (line 5): the line is no entry as it was written: it is erased and has a payload");
    }

    @Test
    void aRemovedSeal_isNamed() throws IOException {
        export.remove(SEAL_2);
        requireFound("seal 2 is missing, though its entries are there (line 8)");

        export = Samples.export(key);
        export.remove(SEAL_1);
        requireFound("seal 1 is missing: an entry stands in its place (line 2)");

        export = Samples.export(key);
        export.subList(SEAL_2, SEAL_3).clear();
        requireFound("seal 2 is missing: seal 3 stands in its place (line 8)");
    }

    @Test
    void aRepeatedSeal_isNamed() throws IOException {
        export.addAll(SEAL_3, export.subList(SEAL_2, SEAL_3).stream().toList());

        requireFound("seal 2 was inserted (line 10), where seal 3 belongs");
    }

    @Test
    void anAlteredSeal_isNamed() throws IOException {
        replace(SEAL_2, "\"number\":2", "\"number\":3");
        requireFound("what stands where seal 2 belongs (line 8) was altered or forged: its signature is not valid");

        export = Samples.export(key);
        replace(SEAL_2, "\"hash\":\"[0-9a-f]", "\"hash\":\"x");
        requireFound("what stands where seal 2 belongs (line 8) was altered: its hash is not that of its header");

        export = Samples.export(key);
        replace(SEAL_2, "\"kid\":\"[^\"]+\"", "\"kid\":\"other\"");
        requireFound(
                "what stands where seal 2 belongs (line 8) is signed with a key that is not in the key file (other)");

        export = Samples.export(key);
        replace(SEAL_2, "\"count\":1", "\"count\":\"1\"");
        requireFound(
                "what stands where seal 2 belongs (line 8) was altered, it is no seal as it was written: count is not a whole number");
    }

    @Test
    void alteredLeaves_areNamed_withWhatTheyMeanForTheEntries() throws IOException {
        replace(SEAL_1, "\"leaves\":\"..", "\"leaves\":\"AA");
        requireFound("the list of leaves of seal 1 was altered (line 2); its entries hold");

        replace(ENTRY_1, "ada", "eve");
        requireFound("the list of leaves of seal 1 was altered (line 2), and so was at least one of its entries");

        export = Samples.export(key);
        replace(SEAL_1, "\"leaves\":\"....", "\"leaves\":\"");
        requireFound("the list of leaves of seal 1 was altered (line 2); its entries hold");
    }

    @Test
    void aSealOfAnotherTrail_isNamed() throws IOException {
        List<String> other = Samples.export(key);
        export = new ArrayList<>(export.subList(0, SEAL_2));
        export.addAll(other.subList(SEAL_2, other.size()));

        requireFound(
                "seal 2 is signed, but does not follow what stands before it (line 8): these are parts of two trails");
    }

    @Test
    void aForgedSeal_isNamed() throws IOException {
        export = Samples.export(SealingKey.generate());

        assertThat(verify())
                .startsWith(
                        "1 NOT VERIFIED: what stands where seal 1 belongs (line 2) is signed with a key that is not in the key file (");
    }

    private static String replaced(SealingKey key, String lastSeal) {
        return key.publicJwk().replaceFirst("}$", ",\"last_seal\":" + lastSeal + "}");
    }

    /** Who has a key that was replaced, out of an old dump, say, makes no seal with it that would be believed. */
    @Test
    void aSealOfAReplacedKey_behindItsLastOne_isNamed() throws IOException {
        keyFile = file("key.json", "{\"keys\":[" + replaced(key, "5") + "]}");
        assertThat(verify())
                .startsWith("1 NOT VERIFIED: what stands where seal 6 belongs (line ")
                .endsWith(") was forged: seal 6 is signed with the key " + key.kid()
                        + ", which was replaced and signed its last seal with number 5.");
        assertThat(verify(file("checkpoint", Samples.checkpoint(export, 6)), 1))
                .isEqualTo("1 NOT VERIFIED: the checkpoint of seal 6 was forged: seal 6 is signed with the key "
                        + key.kid() + ", which was replaced and signed its last seal with number 5.");

        keyFile = file("key.json", "{\"keys\":[" + replaced(key, "0") + "]}");
        requireFound("what stands where seal 1 belongs (line 2) was forged: seal 1 is signed with the key " + key.kid()
                + ", which was replaced and never signed a seal");

        keyFile = file("key.json", replaced(key, "\"5\""));
        assertThat(verify()).startsWith("2 ");
    }

    private void requireBeyond(int last, int lastSeal) throws IOException {
        assertThat(verify())
                .isEqualTo("1 NOT VERIFIED: seal " + (last + 1) + " is missing: the key file says that the key "
                        + key.kid() + " was replaced behind seal " + lastSeal + ", so there is a seal " + (lastSeal + 1)
                        + " with another key; the end of the trail was cut off, or all of it is forged with that key"
                        + " (if the export was made before the change of the key, export again).");
    }

    /** The key set itself says that there is a seal behind the last one of a replaced key: who has that key cannot make it. */
    @Test
    void aTrailThatEndsWithAReplacedKey_isNoWholeTrail() throws IOException {
        SealingKey next = SealingKey.generate();
        SealingKey never = SealingKey.generate();
        String set = "{\"keys\":[" + next.publicJwk() + "," + replaced(never, "0") + "," + replaced(key, "%d") + "]}";
        keyFile = file("key.json", set.formatted(10));
        requireBeyond(6, 10);
        keyFile = file("key.json", set.formatted(6));
        requireBeyond(6, 6);

        export = Samples.export(key, 5, next);
        keyFile = file("key.json", set.formatted(5));
        assertThat(verify()).startsWith("0 Erased").contains("VERIFIED: the trail holds up to entry 23, seal 6 of ");
        export.subList(export.size() - 5, export.size()).clear();
        requireBeyond(5, 5);
    }

    /** From where on it was exported does not matter: each goes to the end. */
    @Test
    void aPartOfTheTrail_endsBehindEveryReplacedKey_too() throws IOException {
        SealingKey next = SealingKey.generate();
        export = Samples.export(key, 2, next);
        export.subList(SEAL_1, SEAL_3).clear();
        replace(0, "\"from\":1", "\"from\":3");
        keyFile = file("key.json", "{\"keys\":[" + next.publicJwk() + "," + replaced(key, "2") + "]}");
        assertThat(verify(null, 3)).startsWith("0 ");

        export = Samples.export(key);
        export.subList(SEAL_1, SEAL_3).clear();
        replace(0, "\"from\":1", "\"from\":3");
        keyFile = file("key.json", "{\"keys\":[" + next.publicJwk() + "," + replaced(key, "7") + "]}");
        assertThat(verify(null, 3)).startsWith("1 NOT VERIFIED: seal 7 is missing: ");
    }

    @Test
    void anExportThatProvesNothing_isNotVerified() throws IOException {
        export = new ArrayList<>(export.subList(0, 1));
        requireFound("there is no seal in the export: it proves nothing");
        replace(0, "export", "x");
        requireFound("line 1 is not how an export begins: its type is not export");
        assertThat(verify(file("empty", ""), keyFile, null, 1))
                .isEqualTo("1 NOT VERIFIED: line 1 is not how an export begins: the file has ended.");
    }

    @Test
    void aPartOfTheTrail_isVerifiedWhereItIsAskedFor() throws IOException {
        String before = Samples.checkpoint(export, 2);
        export.subList(SEAL_1, SEAL_3).clear();
        requireFound("seal 1 is missing: seal 3 stands in its place (line 2)");
        replace(0, "\"from\":1", "\"from\":3");
        requireFound(
                "the export begins with seal 3, not with seal 1 (say --from 3 if that is all you want to look at)");

        assertThat(verify(null, 3))
                .startsWith("0 ")
                .contains("Nothing is said of what comes before seal 3.")
                .endsWith(
                        "VERIFIED: the trail from seal 3 on holds up to entry 23, seal 6 of 2026-11-23T10:00:06.123456Z.");
        assertThat(verify(file("checkpoint", before), 3)).startsWith("0 ").contains("Checkpoints that agree: 1.");
    }

    @Test
    void aCutOffEnd_isFoundWithACheckpoint() throws IOException {
        Path checkpoints = file("checkpoint", Samples.checkpoint(export, 2) + "\n" + Samples.checkpoint(export, 6));
        assertThat(verify(checkpoints, 1)).startsWith("0 ").contains("Checkpoints that agree: 2.");

        export.subList(export.size() - 5, export.size()).clear();

        assertThat(verify()).startsWith("0 ");
        assertThat(verify(checkpoints, 1))
                .isEqualTo(
                        "1 NOT VERIFIED: seal 6 is missing: the end of the trail was cut off, for there is a checkpoint of seal 6.");
    }

    @Test
    void aTrailWrittenAnewWithTheKey_isFoundWithACheckpoint() throws IOException {
        Path checkpoint = file("checkpoint", Samples.checkpoint(export, 2));
        export = Samples.export(key);

        assertThat(verify()).startsWith("0 ");
        assertThat(verify(checkpoint, 1))
                .isEqualTo(
                        "1 NOT VERIFIED: seal 2 is another one than the checkpoint has: the trail was written anew.");
        Path both = file("both", Samples.checkpoint(export, 2) + "\n" + Files.readString(checkpoint));
        assertThat(verify(both, 1))
                .isEqualTo(
                        "1 NOT VERIFIED: there are two different checkpoints of seal 2: the trail was written anew between them.");
    }

    @Test
    void aForgedCheckpoint_isNamed() throws IOException {
        String forged = Samples.checkpoint(export, 2).replace("\"count\":1", "\"count\":2");

        assertThat(verify(file("checkpoint", forged), 1))
                .isEqualTo(
                        "1 NOT VERIFIED: the checkpoint of seal 2 was altered or forged: its signature is not valid.");
    }

    @Test
    void filesThatCannotBeUsed_areWrongUse() throws IOException {
        Path good = file("good", String.join("\n", export));
        Path junk = file("junk", "junk");
        Path missing = directory.resolve("missing");

        assertThat(verify(missing, keyFile, null, 1)).isEqualTo("2 NOT VERIFIED: there is no file " + missing + ".");
        assertThat(verify(good, missing, null, 1)).startsWith("2 ");
        assertThat(verify(good, keyFile, missing, 1)).startsWith("2 ");
        assertThat(verify(good, junk, null, 1))
                .isEqualTo("2 NOT VERIFIED: " + junk + " is neither an Ed25519 JWK nor a set of them.");
        assertThat(verify(good, file("none", "{\"keys\":[]}"), null, 1)).endsWith(" has no key.");
        assertThat(verify(good, keyFile, junk, 1))
                .isEqualTo(
                        "2 NOT VERIFIED: Line 1 of " + junk + " is no checkpoint: it is not a JSON object in UTF-8.");
        assertThat(verify(good, keyFile, file("no", ""), 1)).endsWith(" has no checkpoint.");
        assertThat(verify(directory, keyFile, null, 1))
                .isEqualTo("2 NOT VERIFIED: " + directory + " is a directory, not a file.");
    }
}
