package io.corebus.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the texts of the trail become bytes, and bytes texts. Each thing has one form only: what is written otherwise is refused with {@link
 * IllegalArgumentException}, so that no byte of an export can be changed unnoticed.
 */
final class Encoding {
    private static final HexFormat HEX = HexFormat.of();
    /** To find the algorithm takes as long as to hash an entry with it. It begins anew with every hash. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Encoding::newSha256);

    private Encoding() {}

    /** Fields one after the other, each with its length before it: no two lists of fields have the same bytes. */
    static final class Fields {
        private static final int LENGTH_BYTES = 4;
        private static final int ABSENT = -1;

        private byte[] bytes = new byte[512];
        private int size;

        Fields add(@Nullable String text) {
            if (text == null) {
                length(ABSENT);
            } else if (!addAscii(text)) {
                addBytes(utf8(text));
            }
            return this;
        }

        /** False, and nothing is added, where it is not. */
        private boolean addAscii(String text) {
            int length = text.length();
            makeRoom(LENGTH_BYTES + length);
            int start = size + LENGTH_BYTES;
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                if (c > 0x7f) {
                    return false;
                }
                bytes[start + i] = (byte) c;
            }
            length(length);
            size += length;
            return true;
        }

        private void addBytes(byte[] utf8) {
            length(utf8.length);
            makeRoom(utf8.length);
            System.arraycopy(utf8, 0, bytes, size, utf8.length);
            size += utf8.length;
        }

        Fields add(@Nullable Number number) {
            return add(number == null ? null : number.toString());
        }

        private void length(int length) {
            makeRoom(LENGTH_BYTES);
            bytes[size++] = (byte) (length >> 24);
            bytes[size++] = (byte) (length >> 16);
            bytes[size++] = (byte) (length >> 8);
            bytes[size++] = (byte) length;
        }

        private void makeRoom(int more) {
            if (bytes.length - size < more) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
            }
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, size);
        }

        /** The hash of these behind a part that stands before them. */
        byte[] sha256(byte[] before) {
            MessageDigest digest = SHA_256.get();
            digest.update(before);
            digest.update(bytes, 0, size);
            return digest.digest();
        }

        /** To begin anew without a new array. */
        Fields clear() {
            size = 0;
            return this;
        }
    }

    /** Refuses half a surrogate pair, which has no form in UTF-8. */
    static byte[] utf8(String text) {
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.ISO_8859_1); // Most are, and this takes a fraction of the time.
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("half a surrogate pair", e);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    static byte[] sha256(byte[]... parts) {
        MessageDigest digest = SHA_256.get();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    static byte[] concatenated(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static byte[] fromHex(String text) {
        byte[] bytes = HEX.parseHex(text);
        return requireOneForm(bytes, hex(bytes), text);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] fromBase64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        return requireOneForm(bytes, base64(bytes), text);
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] fromBase64url(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return requireOneForm(bytes, base64url(bytes), text);
    }

    private static byte[] requireOneForm(byte[] bytes, String form, String text) {
        if (!form.equals(text)) {
            throw new IllegalArgumentException("not in its one form");
        }
        return bytes;
    }
}
