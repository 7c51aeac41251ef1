package com.acme;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.extension.ActionCall;
import io.corebus.extension.Change;
import io.corebus.extension.Draft;
import io.corebus.extension.FeatureLogic;
import io.corebus.extension.LogicContext;
import io.corebus.extension.LogicRefusal;
import io.corebus.extension.Records;
import io.corebus.extension.Resource;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Business logic as a team would write it, and some of its mistakes. */
public final class OrderLogic implements FeatureLogic {
    private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

    @Override
    public Future<Void> beforeCreate(Draft draft, LogicContext context) {
        ObjectNode order = draft.fields();
        refuseTooMuch(order);
        misbehave(order, context);
        if (order.path("note").asText().equals("nothing")) {
            return null;
        }
        order.put("total", order.get("amount").asLong() * 2);
        String mine = "status==open;customer==" + Records.quoted(order.get("customer").asText());
        return context.allRecords().list("orders", mine, null, 1).map(open -> {
            if (!open.isEmpty()) {
                throw new LogicRefusal("/customer", "open-order", "This customer has an open order already.");
            }
            return null;
        });
    }

    @Override
    public Future<Void> beforeUpdate(Draft draft, LogicContext context) {
        ObjectNode order = draft.fields();
        if (draft.before().path("note").asText().equals("breaks")) {
            throw new IllegalStateException("breaks");
        }
        if (draft.before().get("status").asText().equals("paid")
                && order.get("status").asText().equals("open")) {
            throw new LogicRefusal("/status", "paid", "A paid order cannot be opened again.");
        }
        order.put("total", order.get("amount").asLong() * 2);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> beforeDelete(Resource current, LogicContext context) {
        return current.fields().get("status").asText().equals("paid")
                ? Future.failedFuture(new LogicRefusal("paid", "A paid order cannot be deleted."))
                : Future.succeededFuture();
    }

    @Override
    public Future<ObjectNode> act(ActionCall call, LogicContext context) {
        return switch (call.action()) {
            case "pay" -> pay(call);
            case "quote" ->
                Future.succeededFuture(JsonNodeFactory.instance.objectNode().put("price", price(call.draft())));
            case "nap" -> nap(call, context);
            case "brew" -> brew(call, context);
            default -> Future.succeededFuture();
        };
    }

    @Override
    public Future<Void> afterCommit(Change change, LogicContext context) {
        ObjectNode order = change.after() == null ? change.before() : change.after();
        String note = order.path("note").asText();
        int call = CALLS.merge(change.id() + change.kind(), 1, Integer::sum);
        if (note.equals("hopeless") || (note.equals("flaky") && call == 1)) {
            throw new IllegalStateException("not at the " + call + ". call");
        }
        if (note.equals("shuffled")) {
            return shuffled(change, context, call);
        }
        if (note.equals("pause")) {
            return context.vertx().timer(20).compose(paused -> notify(change, context, note, call));
        }
        return notify(change, context, note, call);
    }

    /** The second time it writes another one first. */
    private static Future<Void> shuffled(Change change, LogicContext context, int call) {
        Future<Resource> first = context.records().create("notices", notice(change, call == 1 ? "one" : "two"));
        return first.compose(written -> call == 1
                        ? Future.failedFuture(new IllegalStateException("between"))
                        : context.records().create("notices", notice(change, "one")))
                .mapEmpty();
    }

    private static ObjectNode notice(Change change, String text) {
        return JsonNodeFactory.instance.objectNode().put("order_id", change.id()).put("text", text);
    }

    private static Future<Void> notify(Change change, LogicContext context, String note, int call) {
        ObjectNode notice = JsonNodeFactory.instance.objectNode();
        notice.put("order_id", change.id()).put("text", change.kind() + " by " + context.user());
        Future<Resource> written = context.records().create("notices", notice);
        // A crash between the write and what follows must not make a second notice.
        return note.equals("late") && call == 1
                ? written.compose(done -> Future.failedFuture(new IllegalStateException("too late")))
                : written.mapEmpty();
    }

    private static Future<ObjectNode> pay(ActionCall call) {
        ObjectNode order = call.draft().fields();
        if (order.get("status").asText().equals("paid")) {
            throw new LogicRefusal("/status", "paid", "This order is paid already.");
        }
        order.put("status", "paid");
        String receipt = call.input().get("method").asText() + " " + call.draft().before().get("total");
        return Future.succeededFuture(JsonNodeFactory.instance.objectNode().put("receipt", receipt));
    }

    private static Future<ObjectNode> nap(ActionCall call, LogicContext context) {
        ObjectNode order = call.draft().fields();
        order.put("note", order.path("note").asText() + "z");
        long millis = call.input().path("millis").asLong();
        return millis == 0
                ? Future.succeededFuture()
                : context.vertx().timer(millis).map(over -> null);
    }

    /** Blocks its thread. */
    private static Future<ObjectNode> brew(ActionCall call, LogicContext context) {
        ObjectNode order = call.draft().fields();
        int steps = call.input().path("steps").asInt(1);
        for (int step = 1; step <= steps; step++) {
            context.progress(step, steps, "step " + step);
            try {
                Thread.sleep(call.input().path("millis").asLong());
            } catch (InterruptedException e) {
                if (!call.input().path("deaf").asBoolean()) {
                    throw new IllegalStateException(e);
                }
            }
        }
        order.put("note", order.path("note").asText() + "b");
        return Future.succeededFuture(JsonNodeFactory.instance.objectNode().put("steps", steps));
    }

    private static long price(Draft draft) {
        return draft.fields().get("amount").asLong() * 3;
    }

    private static void refuseTooMuch(ObjectNode order) {
        if (order.get("amount").asLong() > 1_000) {
            throw new LogicRefusal("/amount", "too-much", "An order is about 1000 at most.")
                    .and("/customer", "no-credit", "This customer has no credit.");
        }
    }

    private static void misbehave(ObjectNode order, LogicContext context) {
        switch (order.path("note").asText()) {
            case "broken" -> throw new IllegalStateException("broken");
            case "wrong" -> order.put("colour", "red");
            case "slow" -> sleep(30_000);
            case "brief" -> sleep(60);
            case "writes" -> context.records().create("notices", order);
            case "away" -> throw new AssertionError("away");
            default -> {}
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
