package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a message: which revision it is in, and headers that repeat parts of the body for whoever routes by them. They must agree, or a proxy
 * would have let pass another request than the one that is served here.
 */
final class McpEnvelope {
    static final String META = "_meta";
    static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

    private static final CharSequence VERSION_HEADER = HttpHeaders.createOptimized("MCP-Protocol-Version");
    private static final CharSequence METHOD_HEADER = HttpHeaders.createOptimized("Mcp-Method");
    private static final CharSequence NAME_HEADER = HttpHeaders.createOptimized("Mcp-Name");
    private static final String ENCODED_PREFIX = "=?base64?";
    private static final String ENCODED_SUFFIX = "?=";
    /** Which parameter of a method the name header repeats. */
    private static final Map<String, String> NAMED_BY =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private McpEnvelope() {}

    /** Fails with {@link ProtocolFault}. */
    static McpRevision open(HttpServerRequest request, RpcMessage message) {
        String header = single(request, VERSION_HEADER);
        String said = message.params().path(META).path(VERSION).textValue();
        if (said == null && !McpRevision.V2026_07_28.date().equals(header)) {
            return initialized(header, message);
        }
        if (header == null) {
            throw McpFaults.headers("The header " + VERSION_HEADER + " is missing.");
        }
        if (said != null && !said.equals(header)) {
            throw McpFaults.headers("The header " + VERSION_HEADER + " and params._meta name different revisions.");
        }
        McpRevision revision = known(header);
        if (revision.isStateless() && !message.isNotification()) {
            requireMeta(said, message);
            requireHeaders(request, message);
        }
        return revision;
    }

    private static McpRevision initialized(@Nullable String header, RpcMessage message) {
        if (message.method().equals("initialize")) {
            return McpRevision.NEWEST_INITIALIZED; // Which one it will be is settled in the answer.
        }
        return header == null ? McpRevision.WITHOUT_HEADER : known(header);
    }

    private static McpRevision known(String date) {
        McpRevision revision = McpRevision.find(date);
        if (revision == null) {
            throw McpFaults.unsupportedVersion(date.length() > 40 ? date.substring(0, 40) : date);
        }
        return revision;
    }

    private static void requireMeta(@Nullable String said, RpcMessage message) {
        if (said == null) {
            throw McpFaults.params("params._meta must have \"" + VERSION + "\".");
        }
        if (!message.params().path(META).path(CAPABILITIES).isObject()) {
            throw McpFaults.params(
                    "params._meta must have \"" + CAPABILITIES + "\": an object, empty where there are none.");
        }
    }

    private static void requireHeaders(HttpServerRequest request, RpcMessage message) {
        requireSame(METHOD_HEADER, single(request, METHOD_HEADER), message.method());
        String parameter = NAMED_BY.get(message.method());
        if (parameter != null) {
            JsonNode name = message.params().path(parameter);
            String header = single(request, NAME_HEADER);
            requireSame(NAME_HEADER, header == null ? null : decoded(header), name.asText());
        }
    }

    private static void requireSame(CharSequence name, @Nullable String header, String inBody) {
        if (header == null) {
            throw McpFaults.headers("The header " + name + " is missing.");
        }
        if (!header.equals(inBody)) {
            throw McpFaults.headers("The header " + name + " does not say what the body says.");
        }
    }

    private static @Nullable String single(HttpServerRequest request, CharSequence name) {
        List<String> values = request.headers().getAll(name);
        if (values.size() > 1) {
            throw McpFaults.headers("The header " + name + " stands there more than once.");
        }
        return values.isEmpty() ? null : values.get(0).trim();
    }

    /** A name that a header cannot hold travels as {@code =?base64?...?=}. */
    private static String decoded(String header) {
        if (!header.startsWith(ENCODED_PREFIX) || !header.endsWith(ENCODED_SUFFIX)) {
            return header;
        }
        int end = header.length() - ENCODED_SUFFIX.length();
        String encoded = header.substring(ENCODED_PREFIX.length(), Math.max(ENCODED_PREFIX.length(), end));
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            if (Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below, as what is decodable but not canonical.
        }
        throw McpFaults.headers("The header " + NAME_HEADER + " is not properly encoded.");
    }
}
