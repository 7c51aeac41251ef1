package io.corebus.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.door.Exchange;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/** The answers of the account routes. */
final class Answers {
    private Answers() {}

    static Future<Void> json(Exchange exchange, int status, ObjectNode body) {
        return exchange.json(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Future<Void> nothing(Exchange exchange) {
        return exchange.response().setStatusCode(204).end();
    }
}
