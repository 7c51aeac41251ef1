package io.corebus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

final class FuturesTest {
    @Test
    void beginsAtOnce() {
        Future<String> first = Future.succeededFuture("first");
        assertThat(Futures.begun(() -> first)).isSameAs(first);
    }

    /** A slot that is given back at the end of a chain would else be lost for good. */
    @Test
    void failsWithWhateverIsThrown() {
        Error thrown = new StackOverflowError();
        Future<String> failed = Futures.begun(() -> {
            throw thrown;
        });
        assertThat(failed.cause()).isSameAs(thrown);
    }
}
