package io.corebus.door;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door remembers of tokens: whose they are, and never one for another. */
class AuthenticationTest {
    private static final String SAME_END = ".the-very-same-end-of-all-of-them";
    private static final long EXPIRED = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    private final Authentication authentication = new Authentication(bus);
    private final Caller caller = Caller.anonymous("live", "00-0-0-00", Duration.ofSeconds(10));
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void serve() {
        await(bus.serve(AccessMessages.AUTHENTICATE, (question, asking) -> {
            String token = question.token();
            asked.add(token);
            return token.startsWith("forged")
                    ? Future.failedFuture(new Failure("invalid-token", 401, "Forged.").exception())
                    : Future.succeededFuture(identity(token));
        }));
    }

    private static Identity identity(String token) {
        long until = token.startsWith("old") ? EXPIRED : Long.MAX_VALUE;
        return new Identity(token, token + "@example.com", List.of(), token, List.of(), until);
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private String user(String token) {
        return await(authentication.ofToken(token, caller)).user();
    }

    @Test
    void aTokenThatIsKnown_isNotAskedForAgain() {
        assertThat(user("ann")).isEqualTo("ann");
        assertThat(user("ann")).isEqualTo("ann");

        assertThat(asked).containsExactly("ann");
    }

    @Test
    void tokensWithTheSameEnd_areToldApart() {
        List<String> tokens =
                IntStream.range(0, 500).mapToObj(i -> i + SAME_END).toList();
        tokens.forEach(this::user);

        assertThat(tokens).allSatisfy(token -> assertThat(user(token)).isEqualTo(token));
        assertThat(asked).containsExactlyElementsOf(tokens);
    }

    @Test
    void aTokenThatWasRefused_isAskedForAgain() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> user("forged" + SAME_END)).hasRootCauseInstanceOf(FailureException.class);
        }

        assertThat(asked).hasSize(2);
        assertThat(user("ann" + SAME_END)).isEqualTo("ann" + SAME_END);
    }

    @Test
    void aTokenThatHasExpired_isRefused_knownOrNot() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> user("old")).hasMessageContaining("has expired");
        }

        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ann", "bearer ann", "BEARER   ann "})
    void theTokenOfAHeader_standsBehindItsScheme(String header) {
        assertThat(Authentication.token(header)).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YW5uOmFubg==", "ann"})
    void aHeaderOfAnotherForm_isRefused(String header) {
        assertThatThrownBy(() -> Authentication.token(header)).hasMessageContaining("must read 'Bearer <token>'");
    }

    @Test
    void aTokenThatIsTooLong_isRefused() {
        assertThat(Authentication.token("Bearer " + "x".repeat(8_185))).hasSize(8_185);
        assertThatThrownBy(() -> Authentication.token("Bearer " + "x".repeat(8_186)))
                .isInstanceOf(FailureException.class);
    }
}
