package io.corebus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.Seal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bytes of the trail, written out: others verify them, and old trails must hold for ever. */
class FormatsTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final HexFormat HEX = HexFormat.of();

    /** The test vectors that implementations of RFC 6962 share. */
    @Test
    void theTree_isThatOfRfc6962() {
        List<byte[]> leaves = Stream.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .map(data -> MerkleTree.leaf(HEX.parseHex(data)))
                .toList();
        List<String> roots = List.of(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

        for (int size = 0; size <= leaves.size(); size++) {
            assertThat(HEX.formatHex(MerkleTree.root(leaves.subList(0, size)))).isEqualTo(roots.get(size));
        }
    }

    @Test
    void aLeaf_isItsFieldsWithTheirLengths() {
        Entry entry = new Entry(
                1,
                "7",
                9,
                "2026-11-23T10:00:00.000001Z",
                "features",
                "ü1",
                12L,
                "updated",
                "ada",
                "http",
                null,
                TRACE,
                "",
                "ab",
                null,
                null,
                null);
        String expected = "0000000f" + ascii("corebus-entry-1")
                + "0000001b" + ascii("2026-11-23T10:00:00.000001Z")
                + "00000008" + ascii("features")
                + "00000003c3bc31"
                + "00000002" + ascii("12")
                + "00000007" + ascii("updated")
                + "00000003" + ascii("ada")
                + "00000004" + ascii("http")
                + "ffffffff"
                + "00000037" + ascii(TRACE)
                + "00000000"
                + "00000002" + ascii("ab");

        assertThat(HEX.formatHex(Leaf.data(entry))).isEqualTo(expected);
        assertThat(Leaf.hash(entry)).isEqualTo(Encoding.sha256(HEX.parseHex("00" + expected)));
    }

    @Test
    void aPayloadHash_coversSaltBeforeAndAfter() {
        byte[] salt = {1, 2};

        assertThat(Leaf.payloadHash(salt, Json.of("{\"a\": 1}"), null))
                .isEqualTo(HEX.formatHex(Encoding.sha256(HEX.parseHex("0102" + ascii("{\"a\": 1}") + "00"))));
        assertThat(Leaf.payloadHash(salt, null, Json.of("{}")))
                .isEqualTo(HEX.formatHex(Encoding.sha256(HEX.parseHex("010200" + ascii("{}")))));
    }

    @Test
    void aSealHeader_isItsFieldsWithTheirLengths() {
        Seal seal = new Seal(2, 11, 3, "", "aa", "bb", "", "2026-11-23T10:00:00.000000Z", "key", "");
        String expected = "0000000e" + ascii("corebus-seal-1")
                + "00000001" + ascii("2")
                + "00000002" + ascii("11")
                + "00000001" + ascii("3")
                + "00000002" + ascii("aa")
                + "00000002" + ascii("bb")
                + "0000001b" + ascii("2026-11-23T10:00:00.000000Z")
                + "00000003" + ascii("key");

        assertThat(HEX.formatHex(Seals.header(seal))).isEqualTo(expected);
        assertThat(Seals.hash(Seals.header(seal))).isEqualTo(HEX.formatHex(Encoding.sha256(HEX.parseHex(expected))));
    }

    private static String ascii(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** RFC 8037, appendix A. */
    @Test
    void aKey_signsAndIsNamedAsTheRfcsSay() {
        SealingKey key = SealingKey.read(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        byte[] content = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".getBytes(StandardCharsets.US_ASCII);

        assertThat(key.kid()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assertThat(Encoding.base64url(key.sign(content)))
                .isEqualTo("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        assertThat(key.publicJwk())
                .isEqualTo("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\","
                        + "\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        assertThat(SealingKey.read(key.privateJwk()).kid()).isEqualTo(key.kid());
        assertThat(key.toString()).isEqualTo("SealingKey[" + key.kid() + "]");
    }

    @Test
    void aKeyThatIsNone_isRefused_withoutQuotingIt() {
        String other = SealingKey.generate().privateJwk().replaceAll(".*\"x\":\"([^\"]+)\".*", "$1");
        String mixed = SealingKey.generate().privateJwk().replaceAll("\"x\":\"[^\"]+\"", "\"x\":\"" + other + "\"");

        assertThatThrownBy(() -> SealingKey.read(mixed))
                .hasMessage("the members x and d do not belong to the same key");
        for (String jwk : List.of(
                "", "secret", "{\"d\":\"secret\"}", SealingKey.generate().publicJwk())) {
            assertThatThrownBy(() -> SealingKey.read(jwk))
                    .hasMessage("not a private Ed25519 key as a JWK (RFC 8037)")
                    .hasNoCause();
        }
    }

    @Test
    void everythingHasOneForm() {
        assertThatThrownBy(() -> Encoding.fromHex("AB")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Encoding.fromBase64("QR==")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Encoding.fromBase64url("QR")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Encoding.utf8("\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Encoding.fromHex("ab")).containsExactly(0xab);
        assertThat(Encoding.fromBase64("QQ==")).containsExactly('A');
        assertThat(Encoding.fromBase64url("QQ")).containsExactly('A');
        assertThat(Encoding.utf8("é")).containsExactly(0xc3, 0xa9);
    }
}
