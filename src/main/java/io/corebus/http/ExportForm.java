package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.feature.Feature;
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
        for (ExportForm form : values()) {
            if (format == null ? Negotiation.accepts(exchange, form.mediaType) : format.equals(form.extension)) {
                if (format != null) {
                    Negotiation.requireAccepts(exchange, form.mediaType);
                }
                return form;
            }
        }
        throw format == null
                ? new Failure(
                                "not-acceptable",
                                406,
                                "This answer comes as application/x-ndjson or text/csv only. Send one of them as 'Accept'.")
                        .exception()
                : new Failure("bad-query", 400, "format is ndjson or csv.").exception();
    }

    String contentType() {
        return contentType;
    }

    /** What a browser calls the file. */
    String disposition(Feature feature) {
        return "attachment; filename=\"" + feature.name() + "." + extension + "\"";
    }

    ExportLines lines(Feature feature, @Nullable String fields) {
        return this == CSV ? CsvLines.of(feature, fields) : new NdjsonLines();
    }
}
