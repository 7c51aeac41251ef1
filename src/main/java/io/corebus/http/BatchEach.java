package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.door.Exchange;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.CheckKey;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.ReplaceResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch whose items are commands of their own: some of them are under way at a time, and storage gathers them into few statements. Those of one resource go
 * one after the other, in their order.
 */
final class BatchEach {
    static final int AT_A_TIME = 100;
    /** Where logic is asked about each: they would take each other's time. */
    static final int WITH_LOGIC_AT_A_TIME = 4;

    private final Bus bus;
    private final String feature;
    private final List<BatchItemForm> items;
    private final BatchCommands commands;
    private final Caller caller;
    private final BatchAnswer answer;
    /** What has to go one after the other, by the places of the items. */
    private final Deque<Deque<Integer>> waiting = new ArrayDeque<>();

    private final Promise<BatchAnswer> over = Promise.promise();
    private final int atATime;
    private int left;
    private int unauthenticated;

    /** @param atATime how many are under way at most */
    BatchEach(
            Bus bus,
            String feature,
            int atATime,
            List<BatchItemForm> items,
            BatchCommands commands,
            Exchange exchange) {
        this.atATime = atATime;
        this.bus = bus;
        this.feature = feature;
        this.items = items;
        this.commands = commands;
        this.caller = exchange.caller();
        this.answer = new BatchAnswer(items.size());
        this.left = items.size();
    }

    /**
     * Fails where the caller has not signed in, and so may do nothing, or where its key was used for another request; what else fails is the result of its
     * item.
     */
    Future<BatchAnswer> run() {
        return checkKey().compose(checked -> begin());
    }

    /** Items that were not done under the key before would be done, and the others refused: it is all or none that belongs to this request. */
    private Future<Void> checkKey() {
        String hash = commands.requestHash();
        List<String> named = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).key() == null) {
                named.add(commands.id(i));
            }
        }
        return hash == null || named.isEmpty()
                ? Future.succeededFuture()
                : bus.request(ResourceMessages.CHECK_KEY, new CheckKey(named, hash), caller)
                        .mapEmpty();
    }

    private Future<BatchAnswer> begin() {
        lineUp();
        List<Deque<Integer>> first = new ArrayList<>();
        while (first.size() < atATime && !waiting.isEmpty()) {
            first.add(waiting.remove());
        }
        first.forEach(this::next);
        return over.future();
    }

    private void lineUp() {
        Map<String, Deque<Integer>> ofOne = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Failure refusal = items.get(i).refusal();
            if (refusal != null) {
                answered(i, refusal);
            } else {
                line(ofOne, items.get(i).id()).add(i);
            }
        }
    }

    private Deque<Integer> line(Map<String, Deque<Integer>> ofOne, @Nullable String id) {
        Deque<Integer> known = id == null ? null : ofOne.get(id.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        Deque<Integer> line = new ArrayDeque<>();
        waiting.add(line);
        if (id != null) {
            ofOne.put(id.toLowerCase(Locale.ROOT), line);
        }
        return line;
    }

    /** The next one of a line, or of the next line that waits. */
    private void next(Deque<Integer> line) {
        Deque<Integer> current = line.isEmpty() ? waiting.poll() : line;
        if (current == null) {
            return;
        }
        int index = current.remove();
        send(index)
                .onSuccess(resource -> answer.done(index, items.get(index).operation(), resource))
                .onFailure(cause -> refused(index, FailureException.of(cause)))
                .onComplete(answered -> goOn(current));
    }

    private void refused(int index, Failure failure) {
        answer.refused(index, failure, caller.trace());
        if (failure.status() == 401) {
            unauthenticated++;
            if (unauthenticated == items.size()) {
                over.fail(failure.exception());
            }
        }
    }

    private void goOn(Deque<Integer> line) {
        countDown();
        next(line);
    }

    private void answered(int index, Failure refusal) {
        answer.refused(index, refusal, caller.trace());
        countDown();
    }

    private void countDown() {
        left--;
        if (left == 0) {
            over.tryComplete(answer);
        }
    }

    private Future<Resource> send(int index) {
        BatchItemForm item = items.get(index);
        Command command = commands.of(index, item);
        String id = String.valueOf(item.id());
        Long version = item.version();
        List<Long> versions = version == null ? List.of() : List.of(version);
        return switch (item.operation()) {
            case CREATE ->
                bus.request(ResourceMessages.CREATE, new CreateResource(feature, data(item), command), caller);
            case UPDATE ->
                bus.request(
                        ResourceMessages.REPLACE,
                        new ReplaceResource(feature, id, versions, data(item), command),
                        caller);
            case PATCH ->
                bus.request(
                        ResourceMessages.PATCH, new PatchResource(feature, id, versions, data(item), command), caller);
            case DELETE ->
                bus.request(ResourceMessages.DELETE, new DeleteResource(feature, id, versions, command), caller);
        };
    }

    private static Json data(BatchItemForm item) {
        return Objects.requireNonNull(item.data(), "data");
    }
}
