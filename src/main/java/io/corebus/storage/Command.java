package io.corebus.storage;

import io.corebus.bus.Caller;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One command that waits for its statement, and the answer that it will get. */
abstract class Command<R> {
    private final UUID commandId;
    private final Caller caller;
    private final Promise<R> answer = Promise.promise();

    Command(UUID commandId, Caller caller) {
        this.commandId = commandId;
        this.caller = caller;
    }

    /** What it writes to: of two commands with the same one a statement would do only one. Null where it adds something and shares no target. */
    abstract @Nullable UUID target();

    /** Whether it asks for the same as another one of the same name. */
    boolean repeats(Command<R> other) {
        return true;
    }

    UUID commandId() {
        return commandId;
    }

    Caller caller() {
        return caller;
    }

    /** Whether nobody waits for the answer any more. */
    boolean isOverdue() {
        return caller.millisLeft() <= 0;
    }

    Future<R> answer() {
        return answer.future();
    }

    void succeed(R result) {
        answer.tryComplete(result);
    }

    void fail(Throwable cause) {
        answer.tryFail(cause);
    }

    /** One value of each command, as an argument of the statement that they share. */
    static <C, T> T[] column(List<C> batch, Function<C, @Nullable T> value, IntFunction<T[]> array) {
        T[] column = array.apply(batch.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(batch.get(i));
        }
        return column;
    }
}
