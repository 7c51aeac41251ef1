package io.corebus.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.feature.StrictJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The items of a batch: a JSON array, or NDJSON, of which blank lines count for nothing. */
final class BatchBody {
    static final int MAX_ITEMS = 1_000;
    static final String NDJSON = "application/x-ndjson";

    private static final int MAX_FAULTS = 100;
    private static final Set<String> TYPES = Set.of("application/json", NDJSON);

    private BatchBody() {}

    /** Fails where it cannot be told what the items are: with {@code malformed-json} 400, of NDJSON with the number of the line, or {@code validation} 422. */
    static List<BatchItemForm> read(Exchange exchange) {
        Negotiation.requireContent(exchange, TYPES);
        byte[] body = exchange.body();
        List<JsonNode> nodes = Negotiation.comesAs(exchange, NDJSON) ? lines(body) : array(body);
        if (nodes.isEmpty() || nodes.size() > MAX_ITEMS) {
            throw validation(new FieldFault("", "items", "must have 1 to " + MAX_ITEMS + " items."));
        }
        List<BatchItemForm> items = nodes.stream().map(BatchItemForm::new).toList();
        refuseKeysTwice(items);
        return items;
    }

    private static List<JsonNode> array(byte[] body) {
        JsonNode array = StrictJson.parse(body);
        if (!array.isArray()) {
            throw validation(new FieldFault("", "type", "must be an array of items."));
        }
        List<JsonNode> nodes = new ArrayList<>(array.size());
        array.forEach(nodes::add);
        return nodes;
    }

    private static List<JsonNode> lines(byte[] body) {
        List<JsonNode> nodes = new ArrayList<>();
        int number = 0;
        for (int begin = 0; begin < body.length; number++) {
            int end = begin;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            addLine(nodes, Arrays.copyOfRange(body, begin, end), number + 1);
            begin = end + 1;
        }
        return nodes;
    }

    private static void addLine(List<JsonNode> nodes, byte[] line, int number) {
        if (isBlank(line) || nodes.size() > MAX_ITEMS) {
            return;
        }
        try {
            nodes.add(StrictJson.parse(line));
        } catch (FailureException refused) {
            throw StrictJson.ofLine("Line " + number, refused);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte one : line) {
            if (one != ' ' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }

    private static void refuseKeysTwice(List<BatchItemForm> items) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            String key = items.get(i).key();
            Integer before = key == null ? null : places.putIfAbsent(key, i);
            if (before != null) {
                items.get(i).fault("/idempotency_key", "unique", "is the one of item " + before + ", too.");
            }
        }
    }

    /** For a batch that is done as a whole. Fails with {@code validation} 422 and the faults of all items, each under the place of its item. */
    static void requireWhole(List<BatchItemForm> items) {
        List<FieldFault> faults = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            BatchItemForm item = items.get(i);
            if (item.key() != null) {
                item.fault(
                        "/idempotency_key", "unknown-field", "is for mode=each; here send the header Idempotency-Key.");
            }
            String place = "/" + i;
            item.faults().stream()
                    .map(fault -> new FieldFault(place + fault.pointer(), fault.code(), fault.detail()))
                    .forEach(faults::add);
        }
        if (!faults.isEmpty()) {
            throw validation(
                    faults.subList(0, Math.min(faults.size(), MAX_FAULTS)).toArray(FieldFault[]::new));
        }
    }

    private static FailureException validation(FieldFault... faults) {
        return Faults.validation("The body", List.of(faults)).exception();
    }
}
