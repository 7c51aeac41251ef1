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
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
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
    private final AtomicLong nanos = new AtomicLong();
    private final Authentication authentication = new Authentication(bus, nanos::get);
    private final Caller caller = Caller.anonymous("live", "00-0-0-00", Duration.ofSeconds(10));
    private final List<String> asked = new ArrayList<>();
    /** What answers about the token {@code counted} wait for; each names how many were asked for by then. */
    private volatile Promise<Void> held = Promise.promise();

    @BeforeEach
    void serve() {
        await(bus.serve(AccessMessages.AUTHENTICATE, (question, asking) -> {
            String token = question.token();
            asked.add(token);
            if (token.equals("counted")) {
                Identity counted = identity(token + asked.size());
                return held.future().map(counted);
            }
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
    void anAnswerIsAsOldAsItsQuestion_alsoWhereItWasAskedForAgain() {
        held.complete();
        assertThat(user("counted")).isEqualTo("counted1");
        held = Promise.promise();
        at(800);
        assertThat(user("counted")).isEqualTo("counted1");
        at(1_400);
        held.complete();
        Awaitility.await().until(() -> user("counted").equals("counted2"));

        at(800 + 1_501);

        assertThat(user("counted")).isEqualTo("counted3");
    }

    private void at(int millis) {
        nanos.set(TimeUnit.MILLISECONDS.toNanos(millis));
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
