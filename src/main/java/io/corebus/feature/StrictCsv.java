package io.corebus.feature;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a record of CSV (RFC 4180) from people we do not know. What the RFC does not have is refused: whoever reads it kindly loses what he did not understand. */
public final class StrictCsv {
    private StrictCsv() {}

    /**
     * The cells of the one record in {@code text}; null is an empty cell without quotation marks. Fails with {@code malformed-csv} 400.
     *
     * @param what the text is called in the refusal, such as "The line"
     */
    public static List<@Nullable String> parse(String what, String text) {
        try {
            List<Cells> records = records(text);
            if (records.size() != 1) {
                throw malformed(what + " has a CR that ends no line: lines end with LF or CRLF.");
            }
            return records.get(0).texts(what);
        } catch (CsvParseException e) {
            throw quotation(what);
        }
    }

    private static List<Cells> records(String text) {
        return CsvReader.builder()
                .allowUnclosedQuote(false)
                .skipEmptyLines(false)
                .build(new CellsHandler(), text)
                .stream()
                .toList();
    }

    private static FailureException quotation(String what) {
        return malformed(what + " is not CSV as RFC 4180 has it: see its quotation marks.");
    }

    private static FailureException malformed(String detail) {
        return new Failure("malformed-csv", 400, detail).exception();
    }

    private record Cell(String text, boolean quoted) {}

    private record Cells(List<Cell> cells) {
        List<@Nullable String> texts(String what) {
            List<@Nullable String> texts = new ArrayList<>(cells.size());
            for (Cell cell : cells) {
                if (!cell.quoted && cell.text.indexOf('"') >= 0) {
                    throw quotation(what);
                }
                texts.add(cell.quoted || !cell.text.isEmpty() ? cell.text : null);
            }
            return texts;
        }
    }

    /** The library's own record does not tell whether a cell was quoted. */
    private static final class CellsHandler extends AbstractBaseCsvCallbackHandler<Cells> {
        private List<Cell> cells = new ArrayList<>();

        @Override
        protected void handleBegin(long startingLineNumber) {
            cells = new ArrayList<>();
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            cells.add(new Cell(new String(buffer, offset, length), quoted));
        }

        @Override
        protected Cells buildRecord() {
            return new Cells(cells);
        }
    }
}
