package io.corebus.resource;

import io.corebus.bus.Address;
import io.corebus.bus.Failure;
import io.corebus.bus.Health;
import io.corebus.bus.Json;
import io.corebus.bus.Topic;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this room asks business logic, and the logic room answers. It stands here because that room asks this one for resources: packages know each other one way
 * only.
 */
public final class LogicMessages {
    /** More than any method may take: to ask another instance meanwhile would only have it done twice. */
    private static final Duration ATTEMPT = Duration.ofSeconds(15);

    /** The code of what logic refuses. */
    public static final String REFUSED = "logic-refused";
    /** The code of what it has a fault in. */
    public static final String FAILED = "logic-failed";
    /** The code of what it did not answer in time. */
    public static final String TOO_SLOW = "logic-too-slow";

    public static final Address<Health.Check, Health.Report> HEALTH = Health.address("logic");

    /** The code of what it is not asked, because it failed too often. */
    public static final String RESTING = "logic-resting";

    /** How calls ended in one instance of the room since it told last. May get lost. */
    public static final Topic<CallsCounted> CALLS_COUNTED =
            new Topic<>("corebus.logic.calls-counted", CallsCounted.class);
    /** What the breaker of a feature came to in one instance, for all of them. May get lost. */
    public static final Topic<BreakerChanged> BREAKER_CHANGED =
            new Topic<>("corebus.logic.breaker-changed", BreakerChanged.class);

    /** Whether the logic of the features is asked, as one instance knows it. */
    public static final Address<AskBreakers, AllBreakers> BREAKERS =
            Address.of("corebus.logic.breakers", AskBreakers.class, AllBreakers.class);

    /** Before something is written. Fails also with {@code logic-resting} 503. Each intent has an outcome, in their order. */
    public static final Address<Decide, Decided> DECIDE =
            Address.of("corebus.logic.decide", Decide.class, Decided.class).withAttempt(ATTEMPT);

    /** How long one that does an action of a job, and one that asked for it, may be without a sign of the other. */
    public static final Duration SILENCE = Duration.ofSeconds(12);
    /** How often the two give a sign. */
    public static final Duration SIGN = Duration.ofSeconds(1);

    /** Of which actions of jobs an instance of the resource room waits for the end, every second. May get lost. */
    public static final Topic<ActsWanted> ACTS_WANTED = new Topic<>("corebus.logic.acts-wanted", ActsWanted.class);
    /** Which actions of jobs an instance of the logic room does, and how far they are, every second. May get lost. */
    public static final Topic<ActsTold> ACTS_TOLD = new Topic<>("corebus.logic.acts-told", ActsTold.class);

    /** The code of what has no thread at the moment. */
    public static final String BUSY = "logic-busy";

    /**
     * Does a named action, but for the writing. Fails also with {@code logic-resting} 503, and with {@code logic-busy} 503 where it may take long and there is no
     * thread.
     */
    public static final Address<Act, ActOutcome> ACT =
            Address.of("corebus.logic.act", Act.class, ActOutcome.class).withAttempt(ATTEMPT);

    private LogicMessages() {}

    /** Whether it is logic that did not do what it was asked. */
    static boolean stands(Failure failure) {
        return failure.code().equals(FAILED)
                || failure.code().equals(TOO_SLOW)
                || failure.code().equals(RESTING);
    }

    /** It has a fault: what it was is in the log, never in the answer. */
    public static Failure failed(String feature) {
        return new Failure(
                FAILED,
                500,
                "The business logic of '" + feature
                        + "' failed, and nothing was written. The log has the details under this trace id.");
    }

    /** Nobody is told this: it is the end of what nobody waits for. */
    public static Failure unwanted() {
        return Failure.unavailable("room-unavailable", "Nobody waits for this any more; nothing was written.");
    }

    /** @param instance UUID of the one that tells it */
    public record CallsCounted(String instance, String feature, int failures, int successes) {}

    /**
     * @param instance UUID of the one that tells it
     * @param state {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}
     */
    public record BreakerChanged(String instance, String feature, String state) {}

    public record AskBreakers() {}

    /** Of the features that have logic there. */
    public record AllBreakers(List<BreakerState> features) {
        public AllBreakers {
            features = List.copyOf(features);
        }
    }

    /**
     * @param state {@code closed}: it is asked; {@code open}: it is not; {@code half-open}: one call tries
     * @param since RFC 3339, UTC; null where it never was in another state
     */
    public record BreakerState(
            String feature, String state, @Nullable String since) {}

    /** @param dryRun nothing is going to be written */
    public record Decide(String feature, boolean dryRun, List<Intent> intents) {
        public Decide {
            intents = List.copyOf(intents);
        }
    }

    /** What can be about to happen. */
    public enum Kind {
        CREATE,
        UPDATE,
        DELETE
    }

    /**
     * What is about to be written, checked already.
     *
     * @param version what it has now; 0 where it is not there
     * @param before the resource as it is; null where it is not there
     * @param after its declared fields as they are going to be; null for a deletion
     */
    public record Intent(
            Kind kind,
            String id,
            long version,
            @Nullable Json before,
            @Nullable Json after) {}

    public record Decided(List<Outcome> outcomes) {
        public Decided {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * @param before the resource as it is
     * @param input a JSON object, checked already
     * @param dryRun nothing is going to be written
     * @param call UUID under which {@link #ACTS_WANTED} and {@link #ACTS_TOLD} name it; null: whoever asks just waits
     * @param timeoutMillis how long it may take; null: {@code logic.act-timeout}
     */
    public record Act(
            String feature,
            String action,
            String id,
            long version,
            Json before,
            Json input,
            boolean dryRun,
            @Nullable String call,
            @Nullable Long timeoutMillis) {}

    /**
     * @param calls those that shall go on
     * @param unwanted those that shall end at once: nobody waits for them any more
     */
    public record ActsWanted(List<String> calls, List<String> unwanted) {
        public ActsWanted {
            calls = List.copyOf(calls);
            unwanted = List.copyOf(unwanted);
        }
    }

    public record ActsTold(List<ActTold> acts) {
        public ActsTold {
            acts = List.copyOf(acts);
        }
    }

    /**
     * One that is under way.
     *
     * @param done how much of it is done, as its logic tells it; null: it has told nothing
     * @param total how much there is; null: it does not know
     * @param text what it is at; null: it did not say
     */
    public record ActTold(
            String call,
            @Nullable Long done,
            @Nullable Long total,
            @Nullable String text) {}

    /**
     * @param fields what the resource's declared fields are to be, not checked yet; null: as they are
     * @param output a JSON object, not checked yet; null: none
     * @param refusal why it must not be; null: it may
     */
    public record ActOutcome(
            @Nullable Json fields,
            @Nullable Json output,
            @Nullable Failure refusal) {}

    /**
     * @param fields what is to be written instead, not checked yet; null: as it was
     * @param refusal why it must not be; null: it may
     */
    public record Outcome(@Nullable Json fields, @Nullable Failure refusal) {
        public static final Outcome AS_IT_IS = new Outcome(null, null);
    }
}
