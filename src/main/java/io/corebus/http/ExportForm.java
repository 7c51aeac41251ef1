package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.feature.Feature;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The forms in which resources can be exported. */
enum ExportForm {
    NDJSON("ndjson", "application/x-ndjson", "application/x-ndjson"),
    CSV("csv", "text/csv", "text/csv; charset=utf-8; header=present");

    private final String extension;
    private final String mediaType;
    private final String contentType;

    ExportForm(String extension, String mediaType, String contentType) {
        this.extension = extension;
        this.mediaType = mediaType;
        this.contentType = contentType;
    }

    /** As the query says, so that a link in a page can; else as the client accepts it. Fails with {@code bad-query} 400 or {@code not-acceptable} 406. */
    static ExportForm of(Exchange exchange, @Nullable String format) {
        return format == null ? accepted(exchange) : named(exchange, format);
    }

    private static ExportForm named(Exchange exchange, String format) {
        for (ExportForm form : values()) {
            if (format.equals(form.extension)) {
                Negotiation.requireAccepts(exchange, form.mediaType);
                return form;
            }
        }
        throw new Failure("bad-query", 400, "format is ndjson or csv.").exception();
    }

    /** The one that the client likes best; the first one of those that it likes the same. */
    private static ExportForm accepted(Exchange exchange) {
        ExportForm best = null;
        int highest = 0;
        for (ExportForm form : values()) {
            int quality = Negotiation.quality(exchange, form.mediaType);
            if (quality > highest) {
                best = form;
                highest = quality;
            }
        }
        if (best == null) {
            throw new Failure(
                            "not-acceptable",
                            406,
                            "This answer comes as application/x-ndjson or text/csv only. Send one of them as 'Accept'.")
                    .exception();
        }
        return best;
    }

    String contentType() {
        return contentType;
    }

    /** What a browser calls the file. */
    String disposition(Feature feature) {
        return "attachment; filename=\"" + feature.name() + "." + extension + "\"";
    }

    /** Whether what goes before the first resource depends on what the caller may read. */
    boolean namesFields() {
        return this == CSV;
    }

    /** @param readable the declared fields that the caller may read; of no meaning where the form does not name them */
    ExportLines lines(Feature feature, @Nullable String fields, Collection<String> readable) {
        return this == CSV ? CsvLines.of(feature, fields, readable) : new NdjsonLines();
    }
}
