package io.corebus.door;

import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** The methods of HTTP that doors take. */
public final class Methods {
    /** Safe and with a body, as draft-ietf-httpbis-safe-method-w-body has it. */
    public static final HttpMethod QUERY = HttpMethod.valueOf("QUERY");

    /** All that some path takes. */
    static final Set<HttpMethod> SERVED = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            QUERY);

    /** The same as {@code Allow} has it. {@code OPTIONS} is answered everywhere. */
    static final String ALL = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY";

    private Methods() {}
}
