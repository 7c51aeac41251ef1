package io.corebus.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The access token that the bridge sends. What is wrong with it is told without any part of it: those words go to clients and into their logs. */
final class McpToken {
    /** No server takes a header that is as long. */
    private static final int MAX_BYTES = 65_536;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private McpToken() {}

    /** Null where there is none. Fails with {@link IllegalArgumentException}, which says what is wrong with the variable, without a full stop. */
    static @Nullable String ofVariable(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String token = value.trim();
        String fault = fault(token);
        if (fault != null) {
            throw new IllegalArgumentException(
                    "The variable " + name + " " + fault + ": set it to one access token and nothing else");
        }
        return token;
    }

    /** Fails with a sentence for people. */
    static String ofFile(Path file) throws IOException {
        String token = content(file).trim();
        String fault = token.isEmpty() ? "is empty" : fault(token);
        if (fault != null) {
            throw new IOException(
                    "The token file " + file + " " + fault + ": it must hold one access token and nothing else.");
        }
        return token;
    }

    /** Some editors begin a file with a byte order mark. */
    private static String content(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            String text = new String(bytes.readNBytes(MAX_BYTES + 1), StandardCharsets.UTF_8);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (IOException e) {
            throw new IOException("The token file " + file + " cannot be read: " + reason(e) + ".", e);
        }
    }

    /** In most failures of files the message is nothing but the path. */
    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "this user may not read it";
        }
        String told = failure instanceof FileSystemException files ? files.getReason() : failure.getMessage();
        return told == null ? failure.getClass().getSimpleName() : told;
    }

    private static @Nullable String fault(String token) {
        if (token.length() > MAX_BYTES) {
            return "is longer than " + MAX_BYTES + " bytes";
        }
        if (token.chars().anyMatch(c -> c == '\n' || c == '\r')) {
            return "has more than one line";
        }
        boolean plain = token.chars().allMatch(c -> c > ' ' && c < 127);
        return plain ? null : "has blanks or other characters that no access token has";
    }
}
