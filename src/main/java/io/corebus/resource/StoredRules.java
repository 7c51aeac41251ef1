package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.StrictJson;
import io.corebus.storage.ConstraintMessages;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.FindRow;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Operator;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules that storage keeps when it writes - unique values, references - looked at without a write. Fails as the write would. What is right now need not be
 * when the write comes.
 */
final class StoredRules {
    private final Bus bus;
    private final ServedFeature.Catalogue features;

    StoredRules(Bus bus, ServedFeature.Catalogue features) {
        this.bus = bus;
        this.features = features;
    }

    /** @param id of the resource that becomes this; null for a new one */
    Future<Void> admit(Feature feature, @Nullable String id, Json data, Caller caller) {
        ObjectNode values = StrictJson.parseObject(data.utf8());
        List<Supplier<Future<Void>>> rules = new ArrayList<>();
        for (Field field : feature.fields()) {
            String other = field.references();
            JsonNode target = values.get(field.name());
            if (other != null && target != null && target.isTextual()) {
                rules.add(() -> requireThere(field, other, target.asText(), caller));
            }
        }
        for (List<String> unique : feature.uniques()) {
            if (unique.stream().allMatch(values::hasNonNull)) {
                rules.add(() -> requireFree(feature, unique, values, id, caller));
            }
        }
        return oneAfterTheOther(rules);
    }

    /** Whether nothing refers to it. */
    Future<Void> admitDeletion(String feature, String id, Caller caller) {
        List<Supplier<Future<Void>>> rules = new ArrayList<>();
        for (ServedFeature other : features.all()) {
            for (Field field : other.feature().fields()) {
                if (feature.equals(field.references())) {
                    rules.add(() -> requireUnreferred(other.feature(), field, id, caller));
                }
            }
        }
        return oneAfterTheOther(rules);
    }

    private static Future<Void> oneAfterTheOther(List<Supplier<Future<Void>>> rules) {
        Future<Void> admitted = Future.succeededFuture();
        for (Supplier<Future<Void>> rule : rules) {
            admitted = admitted.compose(before -> rule.get());
        }
        return admitted;
    }

    private Future<Void> requireThere(Field field, String other, String id, Caller caller) {
        return bus.request(StorageMessages.FIND, new FindRow(other, id), caller).map(found -> {
            if (found.row() == null) {
                throw ConstraintMessages.noSuchReference(field.name()).exception();
            }
            return null;
        });
    }

    private Future<Void> requireFree(
            Feature feature, List<String> unique, ObjectNode values, @Nullable String id, Caller caller) {
        List<Condition> same = new ArrayList<>();
        unique.forEach(name -> same.add(
                ListQuery.leaf(Operator.EQUAL, name, List.of(values.get(name).asText()))));
        if (id != null) {
            same.add(ListQuery.leaf(Operator.NOT_EQUAL, "id", List.of(id)));
        }
        Condition all = same.size() == 1 ? same.get(0) : new Condition(Operator.AND, null, List.of(), same);
        return requireNone(feature, all, ConstraintMessages.taken(unique), caller);
    }

    private Future<Void> requireUnreferred(Feature other, Field field, String id, Caller caller) {
        Condition refers = ListQuery.leaf(Operator.EQUAL, field.name(), List.of(id));
        return requireNone(other, refers, ConstraintMessages.referredTo(other.name()), caller);
    }

    private Future<Void> requireNone(Feature feature, Condition condition, Failure failure, Caller caller) {
        ListRows first =
                new ListRows(feature.name(), condition, List.of(), 1, null, List.of("id"), null, feature.shape());
        return bus.request(StorageMessages.LIST, first, caller)
                .compose(page ->
                        page.count() == 0 ? Future.succeededFuture() : Future.failedFuture(failure.exception()));
    }
}
