package io.corebus.resource;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is wrong with the items of a batch, told as one refusal: that of the first item, with the faults of all, each under the place of its item. */
final class BatchFaults {
    private static final int MAX_FAULTS = 100;

    private final Map<Integer, Failure> byItem = new TreeMap<>();
    private final Map<Integer, List<FieldFault>> faults = new TreeMap<>();

    /** @param place within the item, of what was refused: {@code /data} or {@code /id} */
    void add(int index, String place, Failure failure) {
        byItem.putIfAbsent(index, failure);
        String prefix = "/" + index + place;
        List<FieldFault> ofItem = faults.computeIfAbsent(index, key -> new ArrayList<>());
        failure.errors()
                .forEach(fault -> ofItem.add(new FieldFault(prefix + fault.pointer(), fault.code(), fault.detail())));
        if (failure.errors().isEmpty()) {
            ofItem.add(new FieldFault(prefix, failure.code(), failure.detail()));
        }
    }

    /** The place of the item whose refusal is told: the first that is forbidden, else the first of all. */
    int first() {
        return byItem.entrySet().stream()
                .filter(item -> item.getValue().status() == 403)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> byItem.keySet().iterator().next());
    }

    boolean isEmpty() {
        return byItem.isEmpty();
    }

    void throwIfAny() {
        if (byItem.isEmpty()) {
            return;
        }
        int first = first();
        Failure failure = Objects.requireNonNull(byItem.get(first));
        List<FieldFault> told =
                faults.values().stream().flatMap(List::stream).limit(MAX_FAULTS).toList();
        throw new Failure(
                        failure.code(),
                        failure.status(),
                        "Item " + first + ": " + failure.detail() + " Nothing was done.",
                        told,
                        failure.currentVersion(),
                        failure.retryAfter())
                .exception();
    }
}
