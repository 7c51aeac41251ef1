package io.corebus.door;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is the same for long, and may be large. It has an entity tag (RFC 9110, section 8.8.3), by which a client that has it already is told just that
 * instead of being sent it again, compressed anew. The tag is weak: the same document goes out compressed and as it is.
 */
public final class Document {
    private static final String WEAK = "W/";

    private final Buffer content;
    private final String opaque;

    public Document(Buffer content) {
        this.content = content;
        this.opaque = '"' + CommandName.requestHash("document", content.getBytes()) + '"';
    }

    public Buffer content() {
        return content;
    }

    /** Ends an answer whose other headers are set: with the document, or with 304 where the client has it. */
    public Future<Void> answer(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader(HttpHeaders.ETAG, WEAK + opaque);
        if (!isKnown(ListHeader.of(request, HttpHeaders.IF_NONE_MATCH))) {
            return response.end(content);
        }
        // What the whole answer would say of its encoding (section 15.4.5).
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        return response.setStatusCode(304).end();
    }

    /** {@code If-None-Match} compares weakly (section 13.1.2). */
    private boolean isKnown(@Nullable String known) {
        if (known == null) {
            return false;
        }
        for (String part : known.split(",", -1)) {
            String tag = part.trim();
            if (tag.equals("*") || tag.equals(opaque) || tag.equals(WEAK + opaque)) {
                return true;
            }
        }
        return false;
    }
}
