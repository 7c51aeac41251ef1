package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.door.CommandName;
import io.corebus.door.ManyActs;
import io.corebus.door.ManyActs.ActedResource;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.StrictJson;
import io.corebus.feature.Uuids;
import io.corebus.resource.ActJobMessages;
import io.corebus.resource.ActJobMessages.BeginJob;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.resource.ResourceMessages.CheckAct;
import io.corebus.resource.ResourceMessages.CheckKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code run_action_on_many}: one action with up to a hundred records, each with a result of its own. Where its user can be asked, he is, once for all of them. Those are
 * done that were named in the question: it is good for the call in which it was put.
 */
final class RecordActions {
    static final String IDS = "ids";
    static final String RESULTS = "results";
    private static final String DONE = "done";
    private static final int MAX_FAULTS = 20;
    private static final int SHOWN_IDS = 3;
    private static final int SHOWN_INPUT = 200;
    private static final String QUESTION = "question";
    /** Of a record without its output, and without the reasons of a refusal. */
    private static final int LEAST_BYTES = 110;

    private static final int FRAME_BYTES = 500;

    private final Bus bus;
    private final OfferLimits limits;

    RecordActions(Bus bus, OfferLimits limits) {
        this.bus = bus;
        this.limits = limits;
    }

    Future<ToolAnswer> act(ToolRequest request) {
        List<String> ids = ids(request);
        RecordCommands commands = RecordCommands.of(request, AgentVerb.ACT, ids);
        return bus.request(ResourceMessages.CHECK_ACT, check(request), request.caller())
                .compose(checked -> checkKey(request, commands))
                .compose(checked -> acted(request, ids, commands));
    }

    private static CheckAct check(ToolRequest request) {
        return new CheckAct(request.subject().name(), name(request), input(request));
    }

    private static String name(ToolRequest request) {
        return request.arguments().requiredText(RecordAction.ACTION);
    }

    private static Json input(ToolRequest request) {
        return Json.of(AgentJson.bytes(request.arguments().object(RecordAction.INPUT)));
    }

    /** After the check, which finds it where another node knows other actions. */
    private static FeatureAction action(ToolRequest request) {
        FeatureAction action = request.subject().feature().action(name(request));
        if (action == null) {
            throw new Failure(
                            "unknown-action",
                            404,
                            "There is no action '" + name(request) + "' of "
                                    + request.subject().name() + " here.")
                    .exception();
        }
        return action;
    }

    private Future<ToolAnswer> acted(ToolRequest request, List<String> ids, RecordCommands commands) {
        ToolCall call = request.call();
        ObjectNode answer = call.answer();
        if (RecordCommand.isDry(request) || (!call.canAsk() && answer == null)) {
            return run(request, ids, commands);
        }
        if (answer == null || call.state() == null) {
            return Future.succeededFuture(question(request, ids));
        }
        return Confirmation.isGiven(answer)
                ? run(
                        request,
                        ids,
                        commands.agreed(
                                request,
                                AgentVerb.ACT,
                                call.state().path(QUESTION).asText()))
                : Future.succeededFuture(Confirmation.declined(DONE));
    }

    private static ToolAnswer question(ToolRequest request, List<String> ids) {
        String action = name(request);
        ObjectNode input = request.arguments().object(RecordAction.INPUT);
        String with =
                input.isEmpty() ? "" : " with " + RecordText.cut(RecordText.visible(input.toString()), SHOWN_INPUT);
        String some = String.join(", ", ids.subList(0, Math.min(SHOWN_IDS, ids.size())));
        String message = "Do the action " + action + with + " to " + ids.size() + " records of "
                + request.subject().name() + "? ids " + some
                + (ids.size() > SHOWN_IDS ? " and " + (ids.size() - SHOWN_IDS) + " more" : "");
        return Confirmation.ask(message, "Do it", AgentJson.object().put(QUESTION, CommandName.random()));
    }

    private Future<ToolAnswer> run(ToolRequest request, List<String> ids, RecordCommands commands) {
        FeatureAction action = action(request);
        return !RecordCommand.isDry(request) && action.outlasts(request.patience())
                ? begin(request, ids, commands)
                : runAtOnce(request, action, ids, commands);
    }

    /** What takes long with one of them is a job. */
    private Future<ToolAnswer> begin(ToolRequest request, List<String> ids, RecordCommands commands) {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        BeginJob begin =
                BeginJob.many(id, request.subject().name(), name(request), input(request), ids, null, commands.whole());
        return bus.request(ActJobMessages.BEGIN, begin, request.caller())
                .map(begun -> ToolAnswer.ok(RecordAction.job(begun)));
    }

    private Future<ToolAnswer> runAtOnce(
            ToolRequest request, FeatureAction action, List<String> ids, RecordCommands commands) {
        Came came = new Came(ids.size());
        ManyActs acts = new ManyActs(
                bus,
                request.caller(),
                new ActedResource(request.subject().name(), action, input(request)),
                commands::of,
                came);
        return acts.run(ids, () -> !request.call().abandoned().getAsBoolean()).map(done -> answer(request, ids, came));
    }

    /** Those with which it was not done under the key before would be done, and the others refused: it is all or none that belongs to this call. */
    private Future<?> checkKey(ToolRequest request, RecordCommands commands) {
        String hash = commands.requestHash();
        return hash == null
                ? Future.succeededFuture()
                : bus.request(ResourceMessages.CHECK_KEY, new CheckKey(commands.names(), hash), request.caller());
    }

    /** Of each place, one of the two. */
    private static final class Came implements ManyActs.Results {
        private final @Nullable Acted[] acted;
        private final @Nullable Failure[] refused;

        Came(int size) {
            this.acted = new Acted[size];
            this.refused = new Failure[size];
        }

        @Override
        public void acted(int place, String id, Acted done) {
            acted[place] = done;
        }

        @Override
        public void refused(int place, String id, Failure failure) {
            refused[place] = failure;
        }
    }

    /** What was done is told of each, whatever the size: then without the outputs and reasons for which there is no room any more. */
    private ToolAnswer answer(ToolRequest request, List<String> ids, Came came) {
        ObjectNode result = AgentJson.object();
        ArrayNode results = result.putArray(RESULTS);
        int room = limits.maxBytes() - FRAME_BYTES - ids.size() * LEAST_BYTES;
        int done = 0;
        boolean cut = false;
        for (int place = 0; place < ids.size(); place++) {
            ObjectNode one = results.addObject().put("id", ids.get(place));
            Acted acted = came.acted[place];
            ObjectNode more = acted == null ? refused(one, request, came.refused[place]) : acted(one, acted);
            int bytes = AgentJson.bytes(more).length;
            if (bytes <= room) {
                room -= bytes;
                one.setAll(more);
            } else {
                cut = true;
            }
            done += acted == null ? 0 : 1;
        }
        ObjectNode summary = result.putObject("summary").put("total", ids.size());
        summary.put(DONE, done).put("failed", ids.size() - done);
        if (cut) {
            result.put("hint", "Outputs and reasons of some are left out, for the size of the result.");
        }
        boolean dry = RecordCommand.isDry(request);
        if (dry) {
            result.put(ToolBox.DRY_RUN, true);
        }
        return new ToolAnswer.Done(result, dry ? ToolAnswer.DRY_RUN : ToolAnswer.OK);
    }

    private static ObjectNode acted(ObjectNode one, Acted acted) {
        one.put(DONE, true).put("version", acted.version());
        if (acted.repeated()) {
            one.put("repeated", true);
        }
        byte[] output = acted.output().utf8();
        ObjectNode more = AgentJson.object();
        more.set("output", RecordText.visible(StrictJson.parseObject(output)));
        return more;
    }

    private static ObjectNode refused(ObjectNode one, ToolRequest request, @Nullable Failure cause) {
        Failure failure = cause == null ? Failure.internal() : cause;
        boolean keyed = request.call().arguments().hasNonNull(ToolBox.IDEMPOTENCY_KEY);
        ToolFault fault = ToolFault.of(failure, keyed, request.caller().trace());
        if (!keyed && fault.error().path("retryable").booleanValue()) {
            // The same call again would do it once more with those with which it was done.
            fault.error()
                    .put("retryable", false)
                    .put("hint", "Call again with the ids alone of those that were not done.");
        }
        one.put(DONE, false).putObject("error").put("code", ToolFault.code(failure));
        ObjectNode more = AgentJson.object();
        more.set("error", fault.error());
        return more;
    }

    /** In lower case. Fails with {@code validation} 422 and every fault. */
    private static List<String> ids(ToolRequest request) {
        List<String> given = request.arguments().texts(IDS);
        List<FieldFault> faults = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String text : given == null ? List.<String>of() : given) {
            String id = Uuids.canonical(text);
            if (faults.size() < MAX_FAULTS && (id == null || !seen.add(id))) {
                String detail = id == null ? "must be the id of a record, a UUID." : "stands there twice.";
                String code = id == null ? "format" : "unique";
                faults.add(new FieldFault("/" + IDS + "/" + ids.size(), code, detail));
            }
            ids.add(id == null ? text : id);
        }
        if (ids.isEmpty()) {
            faults.add(new FieldFault("/" + IDS, "items", "must be a list of at least one id."));
        }
        if (!faults.isEmpty()) {
            throw ToolArguments.invalid(faults);
        }
        return ids;
    }
}
