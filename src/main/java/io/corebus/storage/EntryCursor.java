package io.corebus.storage;

import io.corebus.storage.JournalMessages.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page of entries ended, in a form that means nothing to clients. */
record EntryCursor(int era, String txid, long n) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,19})\\.([0-9]{1,18})");

    static String write(Entry last) {
        String text = last.era() + "." + last.txid() + "." + last.n();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Fails with {@code bad-cursor} 400 where it is none. */
    static EntryCursor read(String cursor) {
        Matcher parts = FORM.matcher(decode(cursor));
        if (!parts.matches()) {
            throw Cursor.bad();
        }
        return new EntryCursor(Integer.parseInt(parts.group(1)), parts.group(2), Long.parseLong(parts.group(3)));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw Cursor.bad();
        }
    }
}
