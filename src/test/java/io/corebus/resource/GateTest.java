package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Trace;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.Rollout;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is set for a feature, and who is refused by it. */
class GateTest {
    private static final Caller SYSTEM = Caller.system(Duration.ofSeconds(1));

    private final Gate gate = new Gate("papers");

    private static Caller user(String id, String... roles) {
        return new Caller(id, List.of(roles), "t", "http", Trace.start(), System.nanoTime());
    }

    private static Caller nobody() {
        return Caller.anonymous("http", Trace.start(), Duration.ofSeconds(1));
    }

    private static Controls rollout(int percentage, String... roles) {
        return new Controls(true, false, null, new Rollout(percentage, List.of(roles)));
    }

    private String refused(Caller caller, boolean reads) {
        Failure refusal = gate.refusal(caller, reads);
        return refusal == null ? null : refusal.code() + " " + refusal.status() + " " + refusal.detail();
    }

    @Test
    void nothingSet_refusesNobody() {
        assertThat(gate.closed(user("ann"), false)).isNull();
        assertThat(gate.refusal(nobody(), false)).isNull();
        gate.set(Controls.DEFAULT);
        assertThat(gate.closed(nobody(), false)).isNull();
        assertThat(gate.refusal(nobody(), false)).isNull();
    }

    @Test
    void switchedOff_isForEverybody_andSaysWhy() {
        gate.set(new Controls(false, false, "Prices are wrong, back at noon.", Rollout.ALL));

        for (Caller caller : List.of(user("ann"), user("bob", "admin"), nobody())) {
            for (boolean reads : new boolean[] {true, false}) {
                Failure refusal = gate.closed(caller, reads);
                assertThat(refusal.code()).isEqualTo("feature-off");
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.retryAfter()).isEqualTo(30);
                assertThat(refusal.detail())
                        .isEqualTo(
                                "The feature 'papers' is switched off at the moment: Prices are wrong, back at noon.");
            }
        }
    }

    @Test
    void switchedOff_withoutAReason_saysWhatToDo() {
        gate.set(new Controls(false, false, null, Rollout.ALL));

        assertThat(gate.closed(nobody(), true).detail())
                .isEqualTo("The feature 'papers' is switched off at the moment. Nothing is lost; try again later.");
    }

    @Test
    void switchedOff_CorebusItselfGoesOnReading_andWritesNothing() {
        gate.set(new Controls(false, false, null, Rollout.ALL));

        assertThat(gate.closed(SYSTEM, true)).isNull();
        assertThat(gate.refusal(SYSTEM, true)).isNull();
        assertThat(gate.closed(SYSTEM, false).code()).isEqualTo("feature-off");
    }

    @Test
    void readOnly_refusesWhatWouldChangeSomething() {
        gate.set(new Controls(true, true, "We are moving.", Rollout.ALL));

        assertThat(gate.closed(user("ann"), false)).isNull();
        assertThat(refused(user("ann"), true)).isNull();
        assertThat(refused(user("bob", "admin"), false))
                .isEqualTo("feature-read-only 503 The feature 'papers' can only be read at the moment: We are moving.");
        assertThat(refused(SYSTEM, false)).startsWith("feature-read-only 503");
    }

    @Test
    void rolledOutToNobody_isServedToAdminsAndTheRoles() {
        gate.set(rollout(0, "beta", "crew"));

        assertThat(refused(user("ann", "viewer", "crew"), false)).isNull();
        assertThat(refused(user("bob", "admin"), false)).isNull();
        assertThat(refused(SYSTEM, false)).isNull();
        assertThat(refused(user("ann", "viewer"), true))
                .isEqualTo("not-rolled-out 403 The feature 'papers' is being introduced step by step,"
                        + " and you are not among them yet.");
        assertThat(refused(nobody(), true))
                .isEqualTo("not-rolled-out 403 The feature 'papers' is being introduced step by step,"
                        + " and only for those who have signed in.");
    }

    @Test
    void rolledOutToAShare_servesThatShare_andWhoHadItKeepsItWhenTheShareGrows() {
        List<String> users =
                IntStream.range(0, 5_000).mapToObj(i -> "user-" + i).toList();
        List<String> before = List.of();
        for (int percentage : new int[] {0, 1, 10, 50, 99, 100}) {
            gate.set(rollout(percentage));
            List<String> served = users.stream()
                    .filter(user -> gate.refusal(user(user), true) == null)
                    .toList();
            assertThat(served).containsAll(before);
            assertThat(served.size() / 50.0).isBetween(percentage - 2.5, percentage + 2.5);
            before = served;
        }
        assertThat(before).hasSize(users.size());
    }

    @Test
    void aShare_ofSomebodyWhoHasNotSignedIn_isNone() {
        gate.set(rollout(99));
        assertThat(refused(nobody(), true)).startsWith("not-rolled-out");
        gate.set(rollout(100));
        assertThat(refused(nobody(), true)).isNull();
    }

    /** Nodes of other versions have to come to the same, and others may want to know it beforehand. */
    @Test
    void theShareOfAUser_isFixed_andAnotherOneForAnotherFeature() {
        assertThat(Share.of("papers", "0190f000-0000-7000-8000-000000000001")).isEqualTo(42);
        assertThat(Share.of("books", "0190f000-0000-7000-8000-000000000001")).isEqualTo(22);
    }
}
