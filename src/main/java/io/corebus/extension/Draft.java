package io.corebus.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is about to be written.
 *
 * @param id it has it already, or will have it when it is created
 * @param fields the declared fields as they are going to be written. Change them here: what is in them when the method is done is checked against the schema once
 *     more, and written. The caller's rights do not count for that
 * @param before what there is now, with {@code id}, {@code version} and the other fields that Corebus sets; null where there is nothing. To change it changes nothing
 */
public record Draft(
        String feature,
        String id,
        ObjectNode fields,
        @Nullable ObjectNode before) {}
