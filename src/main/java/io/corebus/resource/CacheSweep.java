package io.corebus.resource;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Removes every entry under a prefix, some thousands at a time: the last resort when more writes missed the cache than can be remembered one by one. */
final class CacheSweep {
    private static final int BATCH = 5_000;

    private final Function<Request, Future<@Nullable Response>> redis;
    private final String prefix;

    CacheSweep(Function<Request, Future<@Nullable Response>> redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    Future<Void> run() {
        return from("0");
    }

    private Future<Void> from(String cursor) {
        Request scan = Request.cmd(Command.SCAN)
                .arg(cursor)
                .arg("MATCH")
                .arg(prefix + "*")
                .arg("COUNT")
                .arg(BATCH);
        return redis.apply(scan).compose(this::remove);
    }

    private Future<Void> remove(@Nullable Response page) {
        if (page == null) {
            return Future.succeededFuture();
        }
        String next = page.get(0).toString();
        Response keys = page.get(1);
        return unlink(keys).compose(done -> next.equals("0") ? Future.succeededFuture() : from(next));
    }

    private Future<@Nullable Response> unlink(Response keys) {
        if (keys.size() == 0) {
            return Future.succeededFuture();
        }
        Request unlink = Request.cmd(Command.UNLINK);
        keys.forEach(key -> unlink.arg(key.toString()));
        return redis.apply(unlink);
    }
}
