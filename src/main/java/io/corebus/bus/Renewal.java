package io.corebus.bus;

import io.vertx.core.Future;

/** A room that stays open while its features change, here with those it is about to serve: a door, whose connections are not to be cut. */
public interface Renewal {
    /** From now on requests are served by the new features; those in flight end as they began. */
    Future<Void> take();

    /** After {@link #take}: ends what stayed open for long under the features of before. */
    Future<Void> endFormer();

    /** Instead of {@link #take}, or after it where not all could take theirs: what was before serves on. */
    Future<Void> discard();
}
