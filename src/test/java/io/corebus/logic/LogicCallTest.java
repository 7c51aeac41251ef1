package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.extension.FeatureLogic;
import io.corebus.extension.LogicRefusal;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What becomes of what a method answers. */
class LogicCallTest {
    private static final LogicRefusal NO = new LogicRefusal("no", "It must not be.");

    private static Throwable cause(LogicCall<String> call) {
        call.run(new FeatureLogic() {});
        return call.answer().cause();
    }

    @Test
    void refusal_whenThrownInStepOfCompletableFuture_thenIsRefusal() {
        CompletableFuture<String> refused = CompletableFuture.completedFuture("asked")
                .thenApply(answer -> {
                    throw NO;
                });

        assertThat(cause(new LogicCall<>(logic -> Future.fromCompletionStage(refused))))
                .isSameAs(NO);
        assertThat(cause(new LogicCall<>(logic -> Future.failedFuture(new ExecutionException(NO)))))
                .isSameAs(NO);
    }

    @Test
    void otherException_whenThrownInStepOfCompletableFuture_thenStaysAsItIs() {
        ExecutionException thrown = new ExecutionException(new IllegalStateException("a fault"));

        assertThat(cause(new LogicCall<>(logic -> Future.failedFuture(thrown)))).isSameAs(thrown);
    }

    @Test
    @SuppressWarnings("NullAway") // That is what is tried.
    void reason_whenWithoutDetail_thenIsFaultOfWhoMakesIt() {
        assertThatThrownBy(() -> new LogicRefusal("/number", "no", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("detail");
    }
}
