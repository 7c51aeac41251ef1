package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.ObjectSchema;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.StrictJson;
import io.corebus.resource.LogicMessages.Act;
import io.corebus.resource.LogicMessages.ActOutcome;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.storage.StorageMessages.Row;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the logic of one feature to do one of its actions, and holds what goes in and what comes out against their schemas. */
final class ActLogic {
    private static final Logger LOG = LoggerFactory.getLogger(ActLogic.class);
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final String VERSION = "version";

    private final Bus bus;
    private final ServedFeature served;
    private final FeatureAction action;
    private final @Nullable ObjectSchema input;
    private final @Nullable ObjectSchema output;

    ActLogic(Bus bus, ServedFeature served, FeatureAction action) {
        this.bus = bus;
        this.served = served;
        this.action = action;
        this.input = action.input() == null ? null : new ObjectSchema(action.input());
        this.output = action.output() == null ? null : new ObjectSchema(action.output());
    }

    /**
     * What came of it.
     *
     * @param data what the resource becomes; null: it stays as it is
     * @param output a JSON object
     */
    record Result(@Nullable Json data, ObjectNode output) {
        Acted acted(Row current) {
            return new Acted(version(current), Json.of(output.toString()), false);
        }

        /** What the entry in the journal tells, of which a repeat is answered. */
        Json detail(Row current, ObjectNode input) {
            ObjectNode detail = JsonNodeFactory.instance.objectNode();
            detail.set(INPUT, input);
            detail.set(OUTPUT, output);
            return Json.of(detail.put(VERSION, version(current)).toString());
        }

        private long version(Row current) {
            return data == null ? current.version() : current.version() + 1;
        }
    }

    /** From what {@link Result#detail} made. */
    static Acted acted(Json detail, boolean repeated) {
        JsonNode told = StrictJson.parseOwn(detail.utf8());
        return new Acted(told.path(VERSION).asLong(), Json.of(told.path(OUTPUT).toString()), repeated);
    }

    /** Fails with {@code validation} 422. */
    void requireInput(ObjectNode asked) {
        requireDeclared(input, asked, "This action takes no input.");
    }

    /** @param nothing what is wrong with an object that has anything, where there is no schema */
    private static void requireDeclared(@Nullable ObjectSchema schema, ObjectNode object, String nothing) {
        if (schema != null) {
            schema.check(object);
        } else if (!object.isEmpty()) {
            String pointer = FieldFault.pointer(object.fieldNames().next());
            FieldFault fault = new FieldFault(pointer, "unknown-field", nothing);
            throw new Failure("validation", 422, "The body has 1 fault.", List.of(fault), null, null).exception();
        }
    }

    boolean isLong() {
        return action.isLong();
    }

    /** @param watch who waits for it where it is done by a job; else null */
    Future<Result> ask(
            Row current, ObjectNode asked, boolean dryRun, Caller caller, WatchedActs.@Nullable Watch watch) {
        // Somebody waits for the answer of a dry run, even where the action itself is a job.
        Duration timeout = dryRun && action.isLong() ? null : action.timeout();
        Act request = new Act(
                served.name(),
                action.name(),
                current.id(),
                current.version(),
                current.body(),
                Json.of(asked.toString()),
                dryRun,
                null,
                timeout == null ? null : timeout.toMillis());
        Future<ActOutcome> answered =
                watch == null ? bus.request(LogicMessages.ACT, request, caller) : watch.ask(request, timeout, caller);
        return answered.map(outcome -> result(current, outcome, caller));
    }

    private Result result(Row current, ActOutcome outcome, Caller caller) {
        if (outcome.refusal() != null) {
            throw outcome.refusal().exception();
        }
        try {
            return new Result(data(current, outcome.fields()), output(outcome.output()));
        } catch (FailureException refused) {
            // The fault is in the program: its caller has sent nothing that it could mend.
            LOG.error(
                    "[{}] the logic of {} answered to {} what its schemas do not allow: {}",
                    Trace.id(caller.trace()),
                    served.name(),
                    action.name(),
                    refused.failure().errors());
            throw LogicMessages.failed(served.name()).exception();
        }
    }

    private @Nullable Json data(Row current, @Nullable Json fields) {
        if (fields == null) {
            return null;
        }
        var validator = served.validator();
        ObjectNode now = StrictJson.parseObject(current.body().utf8());
        Json outcome =
                Json.of(validator.canonical(validator.validForChange(StrictJson.parseObject(fields.utf8()), now)));
        now.remove(PlatformFields.NAMES);
        return outcome.equals(Json.of(validator.canonical(now))) ? null : outcome;
    }

    private ObjectNode output(@Nullable Json answered) {
        ObjectNode object =
                answered == null ? JsonNodeFactory.instance.objectNode() : StrictJson.parseObject(answered.utf8());
        requireDeclared(output, object, "This action answers nothing.");
        return object;
    }
}
