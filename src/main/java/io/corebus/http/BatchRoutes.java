package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.BatchItem;
import io.corebus.resource.ResourceMessages.WriteBatch;
import io.corebus.resource.ResourceMessages.WrittenBatch;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /api/<feature>/batch}: many commands in one request, each for itself or all or none. */
final class BatchRoutes {
    private static final String EACH = "each";
    private static final String ATOMIC = "atomic";

    private final Bus bus;

    BatchRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            String path = "/api/" + feature.name() + "/batch";
            door.withBody(HttpMethod.POST, path, feature.name(), "batch", exchange -> batch(exchange, feature));
        }
    }

    private static int atATime(Feature feature) {
        return feature.logic() == null ? BatchEach.AT_A_TIME : BatchEach.WITH_LOGIC_AT_A_TIME;
    }

    private Future<Void> batch(Exchange exchange, Feature feature) {
        String asked = QueryParameters.only(exchange, Set.of("mode")).text("mode");
        String mode = asked == null ? EACH : asked;
        if (!mode.equals(EACH) && !mode.equals(ATOMIC)) {
            throw new Failure("bad-query", 400, "mode is each or atomic.").exception();
        }
        Negotiation.requireAccepts(exchange, "application/json");
        List<BatchItemForm> items = BatchBody.read(exchange);
        BatchCommands commands = BatchCommands.of(exchange, mode);
        return mode.equals(ATOMIC)
                ? whole(exchange, feature.name(), items, commands)
                : new BatchEach(bus, feature.name(), atATime(feature), items, commands, exchange)
                        .run()
                        .compose(answer -> answer(exchange, answer));
    }

    private Future<Void> whole(Exchange exchange, String feature, List<BatchItemForm> items, BatchCommands commands) {
        BatchBody.requireWhole(items);
        List<BatchItem> parts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            BatchItemForm item = items.get(i);
            parts.add(new BatchItem(item.operation(), item.id(), item.version(), item.data(), commands.id(i)));
        }
        WriteBatch batch = new WriteBatch(feature, parts, commands.requestHash());
        return bus.request(ResourceMessages.BATCH, batch, exchange.caller())
                .compose(written -> answerWhole(exchange, parts, written));
    }

    private static Future<Void> answerWhole(Exchange exchange, List<BatchItem> items, WrittenBatch written) {
        BatchAnswer answer = new BatchAnswer(items.size());
        for (int i = 0; i < items.size(); i++) {
            answer.done(i, items.get(i).operation(), written.resources().get(i));
        }
        if (written.resources().get(0).repeated()) {
            exchange.response().putHeader("idempotency-replayed", "true");
        }
        return answer(exchange, answer);
    }

    private static Future<Void> answer(Exchange exchange, BatchAnswer answer) {
        return Answers.unstored(exchange, answer.body());
    }
}
