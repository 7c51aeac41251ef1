package io.corebus.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** The answer of a receiver: its status counts, its body is read to its end, or to a bound, and thrown away. */
final class Answer {
    private static final int MAX_BODY = 64 * 1024;
    private static final long MAX_RETRY_AFTER_SECONDS = 86_400;

    private final HttpClientRequest request;
    private final Outcome outcome;
    private final Promise<Outcome> read = Promise.promise();
    private int bytes;

    private Answer(HttpClientRequest request, HttpClientResponse response) {
        this.request = request;
        this.outcome = Outcome.answered(response.statusCode(), retryAfter(response.getHeader("retry-after")));
    }

    static Future<Outcome> read(HttpClientRequest request, HttpClientResponse response) {
        Answer answer = new Answer(request, response);
        response.exceptionHandler(answer.read::tryFail)
                .handler(answer::take)
                .endHandler(end -> answer.read.tryComplete(answer.outcome));
        return answer.read.future();
    }

    private void take(Buffer part) {
        bytes += part.length();
        if (bytes > MAX_BODY && read.tryComplete(outcome)) {
            request.reset();
        }
    }

    /** Seconds; a date is not looked at. */
    private static long retryAfter(@Nullable String header) {
        if (header == null || !header.matches("[0-9]{1,9}")) {
            return 0;
        }
        return Math.min(Long.parseLong(header), MAX_RETRY_AFTER_SECONDS) * 1_000;
    }
}
