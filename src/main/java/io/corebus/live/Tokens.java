package io.corebus.live;

import io.corebus.bus.Failure;
import io.corebus.door.Authentication;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The token that came with a request: in the header, or in the query, because a browser cannot set headers of a WebSocket or an event stream. */
final class Tokens {
    static final String PARAMETER = "access_token";
    private static final int MAX_LENGTH = 8_192;

    private Tokens() {}

    /** Null where there is none; fails with {@code invalid-token} 401 where it cannot be one. */
    static @Nullable String of(HttpServerRequest request) {
        String authorization = request.getHeader("authorization");
        return authorization != null ? Authentication.token(authorization) : checked(request.getParam(PARAMETER));
    }

    static @Nullable String checked(@Nullable String token) {
        if (token != null && (token.isEmpty() || token.length() > MAX_LENGTH)) {
            throw new Failure("invalid-token", 401, "This is not an access token.").exception();
        }
        return token;
    }
}
