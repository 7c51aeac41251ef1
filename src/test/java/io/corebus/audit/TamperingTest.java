package io.corebus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.testing.SecondVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to an export without the key, with a checkpoint of its head it does not pass: not here, and not with a verifier that others wrote. */
class TamperingTest {
    private static final int TIMES = 1_500;

    @TempDir
    Path directory;

    private final SealingKey key = SealingKey.generate();
    private final List<String> export = Samples.export(key);
    private final String checkpoint = Samples.checkpoint(export, 6);
    private final String keySet = "{\"keys\":[" + key.publicJwk() + "]}";

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("key"), keySet);
        Files.writeString(directory.resolve("checkpoint"), checkpoint);
    }

    private String verify(List<String> lines) throws IOException {
        Path file = Files.writeString(directory.resolve("export"), String.join("\n", lines));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = AuditVerifier.verify(
                file,
                directory.resolve("key"),
                directory.resolve("checkpoint"),
                1,
                new PrintStream(said, true, StandardCharsets.UTF_8));
        return status + " " + said.toString(StandardCharsets.UTF_8).trim();
    }

    @Test
    void theExportItself_passesBothVerifiers() throws IOException {
        assertThat(verify(export)).startsWith("0 ");
        assertThat(SecondVerifier.holds(export, keySet, checkpoint)).isTrue();
    }

    @Test
    void aReplacedKey_isGoodUpToItsLastSeal_forBothVerifiers() throws IOException {
        SealingKey next = SealingKey.generate();
        List<String> changed = Samples.export(key, 5, next);
        for (int lastSeal : List.of(0, 4, 5, 6)) {
            boolean holds = lastSeal == 5;
            String replaced = "{\"keys\":[" + next.publicJwk() + ","
                    + key.publicJwk().replaceFirst("}$", ",\"last_seal\":" + lastSeal + "}") + "]}";
            Files.writeString(directory.resolve("key"), replaced);
            String head = Samples.checkpoint(changed, 6);
            Files.writeString(directory.resolve("checkpoint"), head);

            assertThat(verify(changed)).startsWith(holds ? "0 " : "1 NOT VERIFIED: ");
            assertThat(SecondVerifier.holds(changed, replaced, head)).isEqualTo(holds);
        }
    }

    /** The payload's hash has no lengths in it: only the salt's own length says where the salt ends. */
    @Test
    void bytesOfThePayload_cannotBeToldAsTheSalts() throws Exception {
        for (int line = 1; line < export.size(); line++) {
            ObjectNode entry = (ObjectNode) new ObjectMapper().readTree(export.get(line));
            if (!entry.path("before").isTextual()) {
                continue;
            }
            byte[] before = entry.get("before").asText().getBytes(StandardCharsets.UTF_8);
            for (int hidden : new int[] {1, before.length}) {
                byte[] rest = Arrays.copyOfRange(before, hidden, before.length);
                ObjectNode forged = entry.deepCopy();
                forged.put("salt", entry.get("salt").asText() + Encoding.hex(Arrays.copyOf(before, hidden)));
                forged.put("before", rest.length == 0 ? null : new String(rest, StandardCharsets.UTF_8));
                requireRefused(line, forged);
            }
        }
    }

    @Test
    void aPayloadThatIsEmpty_orNoJson_isNone() throws Exception {
        ObjectNode created = (ObjectNode) new ObjectMapper().readTree(export.get(2));
        assertThat(created.get("before").isNull()).isTrue();

        requireRefused(2, created.deepCopy().put("before", ""));
        // Sealed like this, its hash would be right.
        for (String text : List.of("", " ", "{", "{} {}", "{}x", "\0{}", "{\"a\":\"\n\"}")) {
            byte[] line = created.put("after", text).toString().getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> ExportReader.entry(new Members(line))).hasMessage("after is not a JSON text");
        }
        String longer = "\"" + "x".repeat(20_100_000) + "\"";
        for (String text :
                List.of("{}", longer, "[" + "1".repeat(5_000) + "]", "[".repeat(2_000) + "]".repeat(2_000), " 1 ")) {
            byte[] line = created.put("after", text).toString().getBytes(StandardCharsets.UTF_8);
            assertThat(ExportReader.entry(new Members(line)).entry().after()).isEqualTo(Json.of(text));
        }
    }

    /** A second erasure of the same resource must not hide that somebody took the reason of the first. */
    @Test
    void anErasureWithoutItsReason_isFound() throws Exception {
        String line = export.stream()
                .filter(each -> each.contains("\"kind\":\"erased\""))
                .findFirst()
                .orElseThrow();
        ObjectNode erasure = (ObjectNode) new ObjectMapper().readTree(line);
        ObjectNode robbed = erasure.deepCopy()
                .putNull("salt")
                .putNull("before")
                .putNull("after")
                .put("erased", true);
        Erasures erasures = new Erasures();
        for (ObjectNode each : List.of(robbed, erasure)) {
            erasures.see(ExportReader.entry(new Members(each.toString().getBytes(StandardCharsets.UTF_8))));
        }

        assertThatThrownBy(erasures::requireExplained)
                .hasMessageStartingWith("entry " + erasure.get("seq") + " was altered: it says that something");
    }

    private void requireRefused(int line, ObjectNode forged) throws IOException {
        List<String> tampered = new ArrayList<>(export);
        tampered.set(line, forged.toString());

        assertThat(verify(tampered)).startsWith("1 NOT VERIFIED: entry ").contains("was altered");
        assertThat(SecondVerifier.holds(tampered, keySet, checkpoint)).isFalse();
    }

    @Test
    void noTampering_passes() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        List<String> passed = new ArrayList<>();
        for (int seed = 0; seed < TIMES; seed++) {
            Tampering tampering = new Tampering(export, seed);
            List<String> tampered = tampering.tampered(export);
            String said = verify(tampered);
            if (!said.startsWith("1 NOT VERIFIED: ") || SecondVerifier.holds(tampered, keySet, checkpoint)) {
                passed.add("seed " + seed + tampering.what() + ": " + said);
            }
            found.merge(
                    said.replaceAll(".*(altered|removed|inserted|reordered|missing|key|begins).*", "$1"),
                    1,
                    Integer::sum);
        }

        assertThat(passed).isEmpty();
        assertThat(found).containsOnlyKeys("altered", "removed", "inserted", "reordered", "missing", "key", "begins");
    }
}
