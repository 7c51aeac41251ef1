package io.corebus.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A resource as it is.
 *
 * @param fields with {@code id}, {@code version} and the other fields that Corebus sets. To change them changes nothing
 */
public record Resource(String feature, String id, long version, ObjectNode fields) {}
