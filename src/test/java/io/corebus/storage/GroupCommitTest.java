package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which writes share a statement, with four connections and at most 128 in a statement. */
class GroupCommitTest {
    private static final int CONNECTIONS = 4;
    private static final int MAX_BATCH = 128;
    private static final int MAX_WAITING = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final GroupCommit commits = new GroupCommit(context, CONNECTIONS, MAX_BATCH, MAX_WAITING);
    /** How many were in each statement. */
    private final List<Integer> statements = new ArrayList<>();

    private final List<Runnable> underWay = new ArrayList<>();
    private final Lane<Line> lane = lane();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static final class Line extends Command<String> {
        private final @Nullable UUID target;

        Line(@Nullable UUID target, Duration patience) {
            super(UUID.randomUUID(), Caller.system(patience));
            this.target = target;
        }

        @Override
        @Nullable
        UUID target() {
            return target;
        }
    }

    private Lane<Line> lane() {
        return new Lane<>(batch -> {
            statements.add(batch.size());
            Promise<Void> landed = Promise.promise();
            underWay.add(() -> {
                batch.forEach(line -> line.succeed("written"));
                landed.complete();
            });
            return landed.future();
        });
    }

    /** In one turn of the event loop; returns when what follows from it was done. */
    private void turn(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(turn -> {
            work.run();
            context.runOnContext(next -> context.runOnContext(last -> done.complete(null)));
        });
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Future<String> submit(Lane<Line> to, @Nullable UUID target) {
        return commits.submit(to, new Line(target, Duration.ofSeconds(30)));
    }

    private void write(int lines) {
        turn(() -> {
            for (int i = 0; i < lines; i++) {
                submit(lane, null);
            }
        });
    }

    private void land(int statement) {
        turn(underWay.get(statement));
    }

    @Test
    void fewWrites_goAtOnce_whileAConnectionIsFree() {
        write(1);
        write(2);
        write(3);
        assertThat(statements).containsExactly(1, 2, 3);
    }

    @Test
    void whileAllConnectionsAreBusy_theyWait_andGoTogether() {
        for (int i = 0; i < CONNECTIONS + 3; i++) {
            write(1);
        }
        assertThat(statements).containsExactly(1, 1, 1, 1);

        land(2);
        assertThat(statements).containsExactly(1, 1, 1, 1, 3);
    }

    @Test
    void whileManyAreUnderWay_theyWait_andGoTogether() {
        write(20);
        write(12);
        write(1);
        write(30);
        assertThat(statements).containsExactly(20, 12);

        land(1);
        assertThat(statements).containsExactly(20, 12, 31);
    }

    @Test
    void aFullBatch_waitsForNobody() {
        write(40);
        write(MAX_BATCH - 1);
        assertThat(statements).containsExactly(40);

        write(1);
        assertThat(statements).containsExactly(40, MAX_BATCH);
    }

    @Test
    void othersDoNotWait_forTheCompanyOfOneKind() {
        Lane<Line> other = lane();
        write(40);
        write(5);
        turn(() -> submit(other, null));
        assertThat(statements).containsExactly(40, 1);
    }

    @Test
    void twoForOneTarget_goOneAfterTheOther() {
        UUID target = UUID.randomUUID();
        turn(() -> {
            submit(lane, target);
            submit(lane, UUID.randomUUID());
            submit(lane, target);
        });
        assertThat(statements).containsExactly(2, 1);
    }

    @Test
    void underLoad_everyWriteIsAnswered() {
        List<Future<String>> answers = new ArrayList<>();
        int landed = 0;
        for (int turn = 0; turn < 60; turn++) {
            turn(() -> {
                for (int i = 0; i < 37; i++) {
                    answers.add(submit(lane, null));
                }
            });
            if (turn % 2 == 1) {
                land(landed++);
            }
        }
        while (landed < underWay.size()) {
            land(landed++);
        }
        long refused = answers.stream().filter(Future::failed).count();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.isComplete()).isTrue());
        assertThat(statements.stream().mapToInt(size -> size).sum() + refused).isEqualTo(60 * 37);
        assertThat(statements).allSatisfy(size -> assertThat(size).isBetween(1, MAX_BATCH));
    }

    @Test
    void overdueOnes_areNotWritten() {
        List<Future<String>> late = new ArrayList<>();
        turn(() -> {
            late.add(commits.submit(lane, new Line(null, Duration.ZERO)));
            submit(lane, null);
        });
        assertThat(statements).containsExactly(1);
        assertThat(late.get(0).cause()).hasMessageContaining("deadline-exceeded");
    }

    @Test
    void moreThanMayWait_areRefused() {
        List<Future<String>> refused = new ArrayList<>();
        turn(() -> {
            for (int i = 0; i < MAX_WAITING + 1; i++) {
                refused.add(submit(lane, null));
            }
        });
        assertThat(refused).filteredOn(answer -> answer.failed()).hasSize(1);
        assertThat(refused.get(MAX_WAITING).cause()).hasMessageContaining("overloaded");
    }

    /** Of a name that a client chose. */
    private static Write named(UUID name, String requestHash) {
        Caller caller = Caller.system(Duration.ofSeconds(30));
        return new Write(Write.Kind.INSERT, UUID.randomUUID(), Json.of("{}"), List.of(), name, requestHash, caller);
    }

    private Future<WrittenRow> submitTwo(Write first, Write second, Consumer<Write> landing) {
        Lane<Write> writes = new Lane<>(batch -> {
            Promise<Void> landed = Promise.promise();
            underWay.add(() -> {
                batch.forEach(landing);
                landed.complete();
            });
            return landed.future();
        });
        List<Future<WrittenRow>> answers = new ArrayList<>();
        turn(() -> {
            commits.submit(writes, first);
            answers.add(commits.submit(writes, second));
        });
        for (int i = 0; i < underWay.size(); i++) {
            land(i);
        }
        return answers.get(0);
    }

    private static WrittenRow row(Write write) {
        return new WrittenRow(write.id().toString(), 1, Json.of("{}"), false);
    }

    @Test
    void aCommandThatComesAgain_whileItIsUnderWay_getsTheSameAnswer() {
        UUID name = UUID.randomUUID();
        Write first = named(name, "a");
        Future<WrittenRow> again = submitTwo(first, named(name, "a"), write -> write.succeed(row(write)));
        assertThat(again.result().id()).isEqualTo(first.id().toString());
        assertThat(underWay).hasSize(1);
    }

    @Test
    void anotherCommandOfTheSameName_isRefused_whereTheFirstIsDone() {
        UUID name = UUID.randomUUID();
        Future<WrittenRow> other = submitTwo(named(name, "a"), named(name, "b"), write -> write.succeed(row(write)));
        assertThat(FailureException.of(other.cause()).code()).isEqualTo("idempotency-key-reused");
        assertThat(underWay).hasSize(1);
    }

    @Test
    void anotherCommandOfTheSameName_isDone_whereTheFirstWasRefused() {
        UUID name = UUID.randomUUID();
        Write first = named(name, "a");
        Write second = named(name, "b");
        Future<WrittenRow> other = submitTwo(first, second, write -> {
            if (write == first) {
                write.fail(new IllegalStateException("refused"));
            } else {
                write.succeed(row(write));
            }
        });
        assertThat(other.result().id()).isEqualTo(second.id().toString());
    }
}
