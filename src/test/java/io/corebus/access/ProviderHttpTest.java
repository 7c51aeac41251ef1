package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.FailureException;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider that does not answer as one does. */
class ProviderHttpTest {
    private final House house = new House();
    private final ProviderHttp http = new ProviderHttp(house.vertx, Duration.ofMillis(500));

    @AfterEach
    void close() {
        house.close();
    }

    private String serve(Consumer<HttpServerResponse> answer) {
        int port = house.await(house.vertx
                        .createHttpServer()
                        .requestHandler(request -> answer.accept(request.response()))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        return "http://127.0.0.1:" + port + "/jwks";
    }

    private void assertUnavailable(String url) {
        FailureException refused = catchThrowableOfType(FailureException.class, () -> house.await(http.get(url)));
        assertThat(refused).isNotNull();
        assertThat(refused.failure().code()).isEqualTo("oidc-unavailable");
    }

    @Test
    void anAnswer_isRead() {
        String url = serve(response -> response.setChunked(true).end("{\"keys\":[]}"));

        assertThat(house.await(http.get(url)).path("keys").isArray()).isTrue();
    }

    @Test
    void whoeverStallsWithinTheBody_isGivenUp_andItsConnectionClosed() {
        Promise<Void> closed = Promise.promise();
        String url = serve(response -> {
            response.closeHandler(closed::tryComplete);
            response.setChunked(true).write("{");
        });

        assertUnavailable(url);

        house.await(closed.future());
    }

    @Test
    void aBodyThatIsTooLong_isNotTaken_alsoWhereItDoesNotSaySoBefore() {
        String tooLong = "{\"x\":\"" + "x".repeat(512 * 1024) + "\"}";

        assertUnavailable(serve(response -> response.setChunked(true).end(tooLong)));
        assertUnavailable(serve(response -> response.end(tooLong)));
    }
}
