package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a URI of ours names.
 *
 * @param feature null only for the list of all, where no feature has the same name
 * @param id of the record; null for all else
 */
record ResourceAddress(
        String uri,
        Kind kind,
        @Nullable AgentFeature feature,
        @Nullable String id) {
    static final String SCHEME = "corebus://";
    static final String ALL = "features";
    static final String SCHEMA = "schema";

    enum Kind {
        /** {@code corebus://features}; also the records of a feature that has this name. */
        LIST,
        /** {@code corebus://{feature}}: its newest records. */
        RECORDS,
        /** {@code corebus://{feature}/schema}. */
        SCHEMA,
        /** {@code corebus://{feature}/{id}}. */
        RECORD
    }

    static String of(String feature) {
        return SCHEME + feature;
    }

    static String of(String feature, String part) {
        return SCHEME + feature + "/" + part;
    }

    /** Fails with a {@link ProtocolFault} where it is none of ours, or of no feature that is offered. */
    static ResourceAddress parse(String uri, AgentCatalogue catalogue) {
        String path = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : "";
        String[] parts = path.split("/", -1);
        AgentFeature feature = catalogue.find(parts[0]);
        if (parts.length == 1 && parts[0].equals(ALL)) {
            return new ResourceAddress(uri, Kind.LIST, feature, null);
        }
        if (feature == null || parts.length > 2) {
            throw unknown(uri);
        }
        if (parts.length == 1) {
            return new ResourceAddress(uri, Kind.RECORDS, feature, null);
        }
        return parts[1].equals(SCHEMA)
                ? new ResourceAddress(uri, Kind.SCHEMA, feature, null)
                : new ResourceAddress(uri, Kind.RECORD, feature, parts[1]);
    }

    /** The same for all ways to write it: ids are not told apart by their case. */
    String canonical() {
        return feature == null || id == null ? uri : of(feature.name(), id.toLowerCase(Locale.ROOT));
    }

    static ProtocolFault unknown(String uri) {
        ObjectNode data = AgentJson.object().put("uri", uri);
        return new ProtocolFault(
                ProtocolFault.INVALID_PARAMS,
                "Resource not found. There are corebus://features, corebus://{feature}, corebus://{feature}/schema and corebus://{feature}/{id}.",
                data);
    }
}
