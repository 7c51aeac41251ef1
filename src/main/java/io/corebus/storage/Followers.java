package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.FollowerMessages.Follower;
import io.corebus.storage.FollowerMessages.HeldFollowers;
import io.corebus.storage.FollowerMessages.HoldFollowers;
import io.corebus.storage.FollowerMessages.MoveFollower;
import io.corebus.storage.FollowerMessages.Moved;
import io.corebus.storage.FollowerMessages.ReleaseFollowers;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** {@link FollowerMessages}. */
final class Followers {
    /** One that is new is not seen by the update of the same statement. */
    private static final String HOLD = """
            WITH made AS (
                INSERT INTO corebus.followers (name, cursor)
                SELECT name, coalesce((SELECT first_seq + count - 1 FROM corebus.seal ORDER BY number DESC LIMIT 1), 0)
                FROM unnest($3::text[]) name
                WHERE NOT EXISTS (SELECT FROM corebus.followers known WHERE known.name = name.name)
                ON CONFLICT (name) DO NOTHING
            )
            UPDATE corebus.followers SET worker = $1, worker_until = clock_timestamp() + make_interval(secs => $2)
            WHERE name = ANY ($3) AND (worker = $1 OR worker IS NULL OR worker_until < clock_timestamp())
            RETURNING name, cursor
            """;

    private static final String MOVE = """
            UPDATE corebus.followers SET cursor = greatest(cursor, $3) WHERE name = $2 AND worker = $1
            """;

    private static final String RELEASE =
            "UPDATE corebus.followers SET worker = NULL, worker_until = NULL WHERE worker = $1";

    private final Database database;

    private Followers(Database database) {
        this.database = database;
    }

    /** Serves all addresses on the calling verticle. */
    static Future<?> serve(Bus bus, Database database) {
        Followers followers = new Followers(database);
        return Future.all(List.of(
                bus.serve(FollowerMessages.HOLD_FOLLOWERS, followers::hold),
                bus.serve(FollowerMessages.MOVE_FOLLOWER, followers::move),
                bus.serve(FollowerMessages.RELEASE_FOLLOWERS, followers::release)));
    }

    private Future<HeldFollowers> hold(HoldFollowers request, Caller caller) {
        Tuple arguments = Tuple.of(
                AccountId.require(request.worker()),
                request.leaseMillis() / 1_000.0,
                request.names().toArray(String[]::new));
        return database.write(HOLD, arguments).map(rows -> new HeldFollowers(Rows.all(rows, Followers::follower)));
    }

    private static Follower follower(Row row) {
        return new Follower(row.getString("name"), row.getLong("cursor"));
    }

    private Future<Moved> move(MoveFollower request, Caller caller) {
        Tuple arguments = Tuple.of(AccountId.require(request.worker()), request.name(), request.cursor());
        return database.write(MOVE, arguments).map(rows -> new Moved(rows.rowCount() > 0));
    }

    private Future<Done> release(ReleaseFollowers request, Caller caller) {
        return database.write(RELEASE, Tuple.of(AccountId.require(request.worker())))
                .map(new Done());
    }
}
