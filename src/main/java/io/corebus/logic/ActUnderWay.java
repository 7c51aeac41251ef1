package io.corebus.logic;

import io.corebus.bus.Failure;
import io.corebus.resource.LogicMessages.ActTold;
import org.jspecify.annotations.Nullable;

/** One action, as its logic tells how far it is, from whatever thread. */
final class ActUnderWay {
    private static final int MAX_TEXT = 200;

    private final @Nullable String name;
    private final LogicCall<?> call;
    private final boolean isLong;
    private volatile @Nullable Progress progress;
    /** Of the event loop. */
    private long wantedNanos = System.nanoTime();

    private record Progress(
            long done, @Nullable Long total, @Nullable String text) {}

    /**
     * @param name under which those who ask and those who do it talk of it; null: nobody asks how far it is
     * @param isLong whether it may take longer than anybody waits for the end of a room
     */
    ActUnderWay(@Nullable String name, LogicCall<?> call, boolean isLong) {
        this.name = name;
        this.call = call;
        this.isLong = isLong;
    }

    @Nullable
    String name() {
        return name;
    }

    /** Kept until somebody asks: what comes between is of no use. */
    void progress(long done, long total, @Nullable String text) {
        if (name != null) {
            progress = new Progress(Math.max(0, done), total > 0 ? total : null, shortened(text));
        }
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null || text.length() <= MAX_TEXT) {
            return text;
        }
        // Not within a surrogate pair.
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end);
    }

    ActTold told(String known) {
        Progress now = progress;
        return now == null
                ? new ActTold(known, null, null, null)
                : new ActTold(known, now.done(), now.total(), now.text());
    }

    boolean isLong() {
        return isLong;
    }

    boolean isGivenUp() {
        return call.isGivenUp();
    }

    void wanted() {
        wantedNanos = System.nanoTime();
    }

    boolean isUnheardOf(long silenceNanos) {
        return System.nanoTime() - wantedNanos > silenceNanos;
    }

    void giveUp(Failure why) {
        call.giveUp(why.exception());
    }
}
