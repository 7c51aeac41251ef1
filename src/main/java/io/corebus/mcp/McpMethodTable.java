package io.corebus.mcp;

import java.util.Map;

/**
 * What is served: the seam behind which another implementation of the protocol's methods could stand.
 *
 * @param stateless by name, in the stateless revision
 * @param initialized by name, in the revisions that begin with a handshake
 */
record McpMethodTable(Map<String, McpMethod> stateless, Map<String, McpMethod> initialized) {
    static McpMethodTable of(Offer offer, McpQuestions questions) {
        McpMethods methods = new McpMethods(offer, questions);
        return new McpMethodTable(methods.stateless(), methods.initialized());
    }
}
