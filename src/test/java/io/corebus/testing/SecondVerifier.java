package io.corebus.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Another verifier of exports, written from docs/audit.md alone: it shows that the page is enough. Uses no class of Corebus. */
public final class SecondVerifier {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String HEADER = "number first_seq count root previous at kid hash";
    private static final String ENTRY =
            "type seq at feature resource_id version kind actor via token trace command_id payload_hash salt before after";
    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, PublicKey> keys = new HashMap<>();
    private final Map<String, Long> lastSeals = new HashMap<>();
    private final Set<List<String>> gone = new HashSet<>();
    private String previous = "0".repeat(64);
    private long number;
    private long seq;

    /** Says whether all of it holds, and the head is the one of the checkpoint. */
    public static boolean holds(List<String> export, String keySet, String checkpoint) {
        try {
            new SecondVerifier().verify(export, MAPPER.readTree(keySet), MAPPER.readTree(checkpoint));
            return true;
        } catch (IOException | GeneralSecurityException | RuntimeException broken) {
            return false;
        }
    }

    private void verify(List<String> export, JsonNode keySet, JsonNode checkpoint)
            throws IOException, GeneralSecurityException {
        for (JsonNode jwk : keySet.get("keys")) {
            String x = jwk.get("x").asText();
            String thumbprint = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
            String kid = base64url(sha256(thumbprint.getBytes(StandardCharsets.UTF_8)));
            keys.put(kid, key(x));
            lastSeals.put(kid, jwk.has("last_seal") ? whole(jwk, "last_seal") : Long.MAX_VALUE);
        }
        JsonNode first = MAPPER.readTree(export.get(0));
        names(first, "type format from");
        check(first.get("type").asText().equals("export"));
        check(first.get("format").isInt() && first.get("format").asInt() == 1);
        check(first.get("from").isInt() && first.get("from").asInt() == 1);
        int line = 1;
        boolean met = false;
        while (line < export.size()) {
            JsonNode seal = MAPPER.readTree(export.get(line++));
            List<byte[]> leaves = seal(seal);
            for (byte[] leaf : leaves) {
                check(Arrays.equals(leaf, entry(MAPPER.readTree(export.get(line++)))));
            }
            met |= number == checkpoint.get("number").asLong()
                    && previous.equals(checkpoint.get("hash").asText());
        }
        check(met);
        check(gone.isEmpty());
        for (long last : lastSeals.values()) {
            check(last < 1 || last == Long.MAX_VALUE || number > last);
        }
    }

    private List<byte[]> seal(JsonNode seal) throws IOException, GeneralSecurityException {
        names(seal, "type " + HEADER + " leaves signature");
        check(text(seal, "type").equals("seal"));
        check(whole(seal, "number") == number + 1 && whole(seal, "first_seq") == seq + 1);
        check(text(seal, "previous").equals(previous));
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        field(header, "corebus-seal-1");
        for (String name : HEADER.split(" ")) {
            if (!name.equals("hash")) {
                field(header, seal.get(name).asText());
            }
        }
        check(text(seal, "hash").equals(HEX.formatHex(sha256(header.toByteArray()))));
        byte[] signed = Base64.getUrlDecoder().decode(text(seal, "signature"));
        check(base64url(signed).equals(text(seal, "signature")));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(keys.get(text(seal, "kid")));
        signature.update(header.toByteArray());
        check(signed.length == 64 && signature.verify(signed));
        check(whole(seal, "number") <= lastSeals.get(text(seal, "kid")));
        byte[] all = Base64.getDecoder().decode(text(seal, "leaves"));
        check(Base64.getEncoder().encodeToString(all).equals(text(seal, "leaves")));
        List<byte[]> leaves = new ArrayList<>();
        for (int at = 0; at < all.length; at += 32) {
            leaves.add(Arrays.copyOfRange(all, at, at + 32));
        }
        check(all.length == 32L * whole(seal, "count") && !leaves.isEmpty());
        check(HEX.formatHex(tree(leaves)).equals(text(seal, "root")));
        number++;
        previous = text(seal, "hash");
        return leaves;
    }

    private byte[] entry(JsonNode entry) throws IOException, GeneralSecurityException {
        boolean erased = entry.has("erased");
        names(entry, erased ? ENTRY + " erased" : ENTRY);
        check(text(entry, "type").equals("entry") && whole(entry, "seq") == ++seq);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(0);
        field(data, "corebus-entry-1");
        for (String name :
                "at feature resource_id version kind actor via token trace command_id payload_hash".split(" ")) {
            boolean number = name.equals("version");
            JsonNode value = entry.get(name);
            check(value.isNull() || (number ? value.isIntegralNumber() : value.isTextual()));
            field(data, value.isNull() ? null : value.asText());
        }
        List<String> resource =
                Arrays.asList(text(entry, "feature"), entry.get("resource_id").textValue());
        if (text(entry, "kind").equals("erased") && resource.get(1) != null) {
            gone.remove(resource);
        }
        if (erased) {
            check(entry.get("erased").isBoolean() && entry.get("erased").asBoolean());
            check(!text(entry, "kind").equals("erased"));
            check(entry.get("salt").isNull()
                    && entry.get("before").isNull()
                    && entry.get("after").isNull());
            gone.add(resource);
        } else {
            byte[] salt = HEX.parseHex(text(entry, "salt"));
            check(salt.length == 16 && HEX.formatHex(salt).equals(text(entry, "salt")));
            byte[] hash = sha256(salt, payload(entry.get("before")), new byte[1], payload(entry.get("after")));
            check(HEX.formatHex(hash).equals(text(entry, "payload_hash")));
        }
        return sha256(data.toByteArray());
    }

    private static byte[] payload(JsonNode text) throws IOException {
        check(text.isNull()
                || text.isTextual() && !MAPPER.readTree(text.asText()).isMissingNode());
        return text.isNull() ? new byte[0] : utf8(text.asText());
    }

    private static byte[] tree(List<byte[]> leaves) throws GeneralSecurityException {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = 1;
        while (split * 2 < leaves.size()) {
            split *= 2;
        }
        return sha256(new byte[] {1}, tree(leaves.subList(0, split)), tree(leaves.subList(split, leaves.size())));
    }

    private static void field(ByteArrayOutputStream to, String text) throws IOException {
        byte[] bytes = text == null ? new byte[0] : utf8(text);
        to.write(ByteBuffer.allocate(4).putInt(text == null ? -1 : bytes.length).array());
        to.write(bytes);
    }

    private static byte[] utf8(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        return Arrays.copyOf(bytes.array(), bytes.limit());
    }

    private static void names(JsonNode line, String names) {
        Set<String> found = new TreeSet<>();
        line.fieldNames().forEachRemaining(found::add);
        check(found.equals(new TreeSet<>(List.of(names.split(" ")))));
    }

    private static String text(JsonNode line, String name) {
        check(line.get(name).isTextual());
        return line.get(name).asText();
    }

    private static long whole(JsonNode line, String name) {
        check(line.get(name).isIntegralNumber());
        return line.get(name).asLong();
    }

    private static PublicKey key(String x) throws GeneralSecurityException {
        byte[] encoded = HEX.parseHex("302a300506032b6570032100"
                + HEX.formatHex(Base64.getUrlDecoder().decode(x)));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("does not hold");
        }
    }
}
