package io.corebus.resource;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is read from Redis in one turn of the event loop travels as one command: on the way to Redis and back, system calls cost many times what is done between
 * them. Nothing waits for company: alone, a read goes at the end of its turn. Belongs to one event loop.
 */
final class GatheredReads {
    /** Redis does nothing else meanwhile. */
    private static final int MAX_KEYS = 100;

    private final Context context;
    private final Function<Request, Future<@Nullable Response>> sending;
    private Map<String, Promise<@Nullable Response>> gathered = new LinkedHashMap<>();

    GatheredReads(Context context, Function<Request, Future<@Nullable Response>> sending) {
        this.context = context;
        this.sending = sending;
    }

    /** What is under the key, null where there is nothing; fails as the sending does. */
    Future<@Nullable Response> get(String key) {
        Promise<@Nullable Response> same = gathered.get(key);
        if (same != null) {
            return same.future();
        }
        if (gathered.isEmpty()) {
            context.runOnContext(turn -> send());
        }
        Promise<@Nullable Response> reply = Promise.promise();
        gathered.put(key, reply);
        if (gathered.size() == MAX_KEYS) {
            send();
        }
        return reply.future();
    }

    private void send() {
        Map<String, Promise<@Nullable Response>> asked = gathered;
        gathered = new LinkedHashMap<>();
        if (asked.size() == 1) {
            asked.forEach((key, reply) ->
                    sending.apply(Request.cmd(Command.GET).arg(key)).onComplete(reply));
        } else if (!asked.isEmpty()) {
            Request request = Request.cmd(Command.MGET);
            asked.keySet().forEach(request::arg);
            sending.apply(request).onComplete(replies -> hand(replies, asked));
        }
    }

    private static void hand(AsyncResult<@Nullable Response> replies, Map<String, Promise<@Nullable Response>> asked) {
        Response all = replies.result();
        int at = 0;
        for (Promise<@Nullable Response> reply : asked.values()) {
            if (all == null) {
                reply.fail(replies.cause());
            } else {
                reply.complete(all.get(at++));
            }
        }
    }
}
