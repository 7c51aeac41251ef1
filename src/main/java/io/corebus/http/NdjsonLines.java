package io.corebus.http;

import io.corebus.bus.Json;
import io.vertx.core.buffer.Buffer;

/** A resource a line, each byte for byte as storage wrote it: the array is cut where one ends, not parsed. */
final class NdjsonLines implements ExportLines {
    @Override
    public Buffer head() {
        return Buffer.buffer();
    }

    @Override
    public Buffer lines(Json rows) {
        byte[] array = rows.utf8();
        Buffer lines = Buffer.buffer(array.length + 1);
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < array.length; i++) {
            if (array[i] == '"') {
                i = endOfText(array, i);
            } else if (array[i] == '{' || array[i] == '[') {
                depth++;
                begin = depth == 2 ? i : begin;
            } else if (array[i] == '}' || array[i] == ']') {
                depth--;
                cut(lines, array, begin, i, depth);
            }
        }
        return lines;
    }

    private static void cut(Buffer lines, byte[] array, int begin, int end, int depth) {
        if (depth == 1) {
            lines.appendBytes(array, begin, end + 1 - begin).appendByte((byte) '\n');
        }
    }

    /** The place of the quotation mark that closes the one at this place. */
    private static int endOfText(byte[] array, int begin) {
        int end = begin + 1;
        while (array[end] != '"') {
            end += array[end] == '\\' ? 2 : 1;
        }
        return end;
    }
}
