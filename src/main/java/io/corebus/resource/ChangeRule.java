package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.JsonPatch;
import io.corebus.feature.MergePatch;
import io.corebus.feature.StrictJson;
import io.corebus.storage.StorageMessages.Row;

/**
 * What one caller may make of resources: the rules for rows and for fields, in the order in which they are told. Every method gives the data that may be
 * written, and fails with {@code not-found}, {@code rule-not-met} or {@code field-not-writable} where there is none.
 */
final class ChangeRule {
    private final ServedFeature served;
    private final RowRule rows;
    private final Caller caller;

    ChangeRule(ServedFeature served, Action action, Caller caller) {
        this.served = served;
        this.rows = new RowRule(served, action);
        this.caller = caller;
    }

    ServedFeature served() {
        return served;
    }

    Caller caller() {
        return caller;
    }

    /** Fails where the caller may not do it with this resource at all. */
    void admit(Row current) {
        if (served.access().isLimited()) {
            rows.reach(current.body());
        }
    }

    /** @param id of the resource to be */
    Json created(ObjectNode asked, String id) {
        if (!served.access().isLimited()) {
            return canonical(served.validator().validForCreate(asked));
        }
        Reach reach = served.access().doing();
        fields(reach).requireWritable(asked);
        Json data = canonical(served.validator().validForCreate(asked.deepCopy()));
        ObjectNode outcome = StrictJson.parseObject(data.utf8());
        outcome.put("id", id).put("version", 1).put("created_by", caller.user()).put("updated_by", caller.user());
        fields(rows.afterwards(reach, outcome, readable())).requireWritable(asked);
        return data;
    }

    /** Changes what was asked for. */
    Json replaced(Row current, ObjectNode asked) {
        if (!served.access().isLimited()) {
            return canonical(served.validator().validForReplace(asked.deepCopy()));
        }
        Reach reach = rows.reach(current.body());
        ObjectNode now = StrictJson.parseObject(current.body().utf8());
        FieldRule fields = fields(reach, current);
        fields.requireWritable(asked, now);
        ObjectNode outcome = asked.deepCopy();
        fields.keepUnwritable(outcome, now);
        fields.keepUnseen(outcome, now);
        Json data = canonical(served.validator().validForReplace(outcome));
        requireWritable(reach, current, now, data);
        return data;
    }

    /** @param patch a JSON Merge Patch */
    Json patched(Row current, JsonNode patch) {
        ObjectNode now = StrictJson.parseObject(current.body().utf8());
        ObjectNode merged = MergePatch.apply(now, patch);
        if (!served.access().isLimited()) {
            return canonical(served.validator().validForChange(merged, now));
        }
        Reach reach = rows.reach(current.body());
        FieldRule fields = fields(reach, current);
        fields.requireWritable(patch);
        fields.keepUnwritable(merged, now);
        Json data = canonical(served.validator().validForChange(merged, now));
        requireWritable(reach, current, now, data);
        return data;
    }

    /** The operations find of the resource what the caller may see: a test would tell of the rest, and a copy would show it. */
    Json operated(Row current, JsonPatch operations) {
        ObjectNode now = StrictJson.parseObject(current.body().utf8());
        if (!served.access().isLimited()) {
            return canonical(served.validator().validForChange(operations.apply(now), now));
        }
        Reach reach = rows.reach(current.body());
        FieldRule fields = new FieldRule(served.feature(), reach.someFields(), visible(reach, current));
        ObjectNode seen = fields.seen(now);
        ObjectNode outcome = operations.apply(seen);
        fields.requireUntouched(outcome, seen);
        fields.keepUnwritable(outcome, now);
        fields.keepUnseen(outcome, now);
        Json data = canonical(served.validator().validForChange(outcome, now));
        requireWritable(reach, current, now, data);
        return data;
    }

    /** To one who may read nothing at all, the answer to a change shows what it may write: that is no secret here, either. */
    private FieldSet visible(Reach reach, Row current) {
        return served.access().seeing() == null ? reach.someFields() : readable(current.body());
    }

    /** A version as a whole, for a caller whose rights are not limited. */
    Json restored(Json version) {
        ObjectNode outcome = StrictJson.parseObject(version.utf8());
        return canonical(served.validator().validForChange(outcome, outcome));
    }

    /** Of a version what the caller could have read of it then and may write now. */
    Json restored(Row current, Json version) {
        if (!served.access().isLimited()) {
            return restored(version);
        }
        Reach reach = rows.reach(current.body());
        ObjectNode now = StrictJson.parseObject(current.body().utf8());
        ObjectNode outcome = StrictJson.parseObject(version.utf8());
        FieldSet known = readable(version).common(readable(current.body()));
        new FieldRule(served.feature(), reach.someFields().common(known), known).keepUnwritable(outcome, now);
        Json data = canonical(served.validator().validForChange(outcome, outcome));
        requireWritable(reach, current, now, data);
        return data;
    }

    /** What was restored of a resource that is deleted; with the rules for a create, of which its last content needs none. */
    Json revived(Row last, Json data) {
        if (served.access().isLimited()) {
            ObjectNode was = StrictJson.parseObject(last.body().utf8());
            requireWritable(served.access().doing(), last, was, data);
        }
        return data;
    }

    private Json canonical(ObjectNode valid) {
        return Json.of(served.validator().canonical(valid));
    }

    /** What allowed the change before has to allow it when the resource has become this. */
    private void requireWritable(Reach reach, Row current, ObjectNode now, Json data) {
        ObjectNode outcome = StrictJson.parseObject(data.utf8());
        outcome.put("id", current.id()).put("version", current.version() + 1);
        outcome.set("created_at", now.get("created_at"));
        outcome.set("updated_at", now.get("updated_at"));
        outcome.set("created_by", now.get("created_by"));
        outcome.put("updated_by", caller.user());
        Reach left = rows.afterwards(reach, outcome, readable(current.body()));
        fields(left, current).requireUnchanged(outcome, now);
    }

    private FieldRule fields(Reach reach) {
        return new FieldRule(served.feature(), reach.someFields(), FieldSet.ALL);
    }

    /** Of which fields a rule over a resource that is not there yet may be told. */
    private FieldSet readable() {
        Reach seeing = served.access().seeing();
        return seeing == null ? FieldSet.ALL : seeing.someFields();
    }

    private FieldRule fields(Reach reach, Row current) {
        return new FieldRule(served.feature(), reach.someFields(), readable(current.body()));
    }

    /** For one who may read nothing at all, nothing is hidden that it would have to keep. */
    private FieldSet readable(Json resource) {
        Reach seeing = served.access().seeing();
        return seeing == null
                ? FieldSet.ALL
                : seeing.over(Reach.values(resource)).someFields();
    }
}
