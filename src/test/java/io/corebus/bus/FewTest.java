package io.corebus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FewTest {
    private final List<Promise<Void>> steps = new ArrayList<>();

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private Future<Void> step(int number) {
        Promise<Void> step = Promise.promise();
        steps.add(step);
        return step.future();
    }

    @Test
    void aFewAreUnderWay_andTheNextOneBegins_whenOneIsOver() {
        Future<Void> all = Few.each(numbers(4), 2, this::step);

        assertThat(steps).hasSize(2);
        steps.get(1).complete();
        assertThat(steps).hasSize(3);
        steps.get(0).complete();
        steps.get(2).complete();
        assertThat(all.isComplete()).isFalse();
        steps.get(3).complete();
        assertThat(all.succeeded()).isTrue();
    }

    @Test
    void afterAFailure_noneIsBegun_andThoseUnderWayAreWaitedFor() {
        Future<Void> all = Few.each(numbers(4), 2, this::step);

        steps.get(0).fail("first");
        assertThat(all.isComplete()).isFalse();
        steps.get(1).fail("second");

        assertThat(steps).hasSize(2);
        assertThat(all.cause()).hasMessage("first");
    }

    @Test
    void aStepThatThrows_fails() {
        Future<Void> all = Few.each(numbers(2), 2, number -> {
            throw new IllegalStateException("thrown");
        });

        assertThat(all.cause()).hasMessage("thrown");
    }

    @Test
    void manyThatAreOverAtOnce_needNoStack() {
        List<Integer> seen = new ArrayList<>();

        Future<Void> all = Few.each(numbers(100_000), 3, number -> {
            seen.add(number);
            return Future.succeededFuture();
        });

        assertThat(all.succeeded()).isTrue();
        assertThat(seen).isEqualTo(numbers(100_000));
    }

    @Test
    void ofNone_itIsOverAtOnce() {
        assertThat(Few.each(List.of(), 2, number -> Future.succeededFuture()).succeeded())
                .isTrue();
    }
}
