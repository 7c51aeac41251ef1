package io.corebus.feature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.config.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks what callers send against the schema of one feature. Everything that can be prepared is prepared once: this is on the way of every write.
 *
 * <p>A null stands for "no value": a resource that was read may have some, and can be sent back as it is.
 */
public final class RecordValidator {
    private static final JsonFactory FACTORY = JsonMapper.builder()
            .enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build()
            .getFactory();
    private static final int LONGEST_NAME = 63;

    private final List<Part> parts = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** One field with what was made of it. */
    private record Part(
            String name,
            String pointer,
            SerializedString written,
            boolean required,
            @Nullable JsonNode defaultValue,
            FieldRule rule) {}

    public RecordValidator(Feature feature) {
        for (Field field : feature.fields()) {
            names.add(field.name());
            parts.add(new Part(
                    field.name(),
                    "/" + field.name(),
                    new SerializedString(field.name()),
                    field.required(),
                    field.defaultValue(),
                    FieldRule.of(field)));
        }
    }

    /** Puts the defaults in where a field is absent (into the object itself), and checks all of it. Fails with {@code validation} 422 and all faults. */
    public ObjectNode validForCreate(ObjectNode resource) {
        FieldFaults faults = new FieldFaults();
        int known = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (isThere(parts.get(i), resource, faults)) {
                known++;
            }
        }
        if (known < resource.size()) {
            refuseUnknown(resource, faults);
        }
        faults.throwIfAny();
        return resource;
    }

    /** As for a create, but the fields that Corebus sets itself are dropped first, so that what was read can be sent back. */
    public ObjectNode validForReplace(ObjectNode resource) {
        resource.remove(PlatformFields.NAMES);
        return validForCreate(resource);
    }

    /** As for a replacement, but an optional field that had no value before has none afterwards, either, whatever its default is: nobody has removed it. */
    public ObjectNode validForChange(ObjectNode outcome, ObjectNode before) {
        for (Part part : parts) {
            if (part.defaultValue() != null && !part.required() && !before.has(part.name())) {
                outcome.putIfAbsent(part.name(), NullNode.getInstance());
            }
        }
        return validForReplace(outcome);
    }

    /** The declared fields of a valid resource, in the order of the descriptor, each value in its one way of writing; nulls are left out. */
    public byte[] canonical(ObjectNode resource) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
                write(resource, out);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private void write(ObjectNode resource, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            JsonNode value = resource.get(part.name());
            if (value != null && !value.isNull()) {
                out.writeFieldName(part.written());
                part.rule().write(value, out);
            }
        }
        out.writeEndObject();
    }

    private static boolean isThere(Part part, ObjectNode resource, FieldFaults faults) {
        JsonNode value = resource.get(part.name());
        if (value == null) {
            return isFilledIn(part, resource, faults);
        }
        if (!value.isNull()) {
            part.rule().check(value, part.pointer(), faults);
        } else if (part.required()) {
            faults.add(part.pointer(), "required", "is required and cannot be null.");
        }
        return true;
    }

    private static boolean isFilledIn(Part part, ObjectNode resource, FieldFaults faults) {
        if (part.defaultValue() != null) {
            resource.set(part.name(), part.defaultValue().deepCopy());
            return true;
        }
        if (part.required()) {
            faults.add(part.pointer(), "required", "is required.");
        }
        return false;
    }

    private void refuseUnknown(ObjectNode resource, FieldFaults faults) {
        Iterator<String> given = resource.fieldNames();
        while (given.hasNext() && !faults.isFull()) {
            String name = given.next();
            if (PlatformFields.isOne(name)) {
                faults.add("/" + name, "read-only", "is set by Corebus. Leave it out.");
            } else if (!names.contains(name)) {
                faults.add(FieldFaults.pointer("", name), "unknown-field", unknown(name));
            }
        }
    }

    private String unknown(String name) {
        String suggestion = name.length() > LONGEST_NAME ? null : Suggestion.didYouMean(name, names);
        return suggestion == null
                ? "is not known here; known are " + known() + "."
                : "is not known here. " + suggestion;
    }

    private String known() {
        Stream<String> first = names.stream().limit(20);
        return String.join(", ", first.toList()) + (names.size() > 20 ? ", …" : "");
    }
}
