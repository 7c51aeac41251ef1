package io.corebus.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The bare server on one event loop. Each has connections of its own, so that nothing crosses from loop to loop. */
@SuppressWarnings("NullAway.Init") // start() sets the connections
final class BareVerticle extends VerticleBase {
    private static final Buffer STATIC = Buffer.buffer("{\"id\":\"0\",\"version\":1,\"name\":\"bench\",\"value\":1}");
    private static final String INSERT = BareDatabase.INSERT.formatted("$1", "$2");
    private static final String UPDATE = BareDatabase.UPDATE.formatted("$1", "$2");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final String REDIS = "/redis/";
    private static final String DATABASE = "/pg/";
    private static final String UPDATES = "/update/";
    /** Reads gain from deep pipelining; commits on one connection wait for each other, so inserts do not. */
    private static final int READ_CONNECTIONS = 2;

    private static final int READ_PIPELINE = 256;
    private static final int WRITE_CONNECTIONS = 8;
    private static final int WRITE_PIPELINE = 4;

    private final int port;
    private final String storageUrl;
    private final String redisUrl;
    private SqlClient reads;
    private SqlClient writes;
    private RedisConnection redis;
    private BareLive live;

    BareVerticle(int port, String storageUrl, String redisUrl) {
        this.port = port;
        this.storageUrl = storageUrl;
        this.redisUrl = redisUrl;
    }

    @Override
    public Future<?> start() {
        reads = client(READ_CONNECTIONS, READ_PIPELINE);
        writes = client(WRITE_CONNECTIONS, WRITE_PIPELINE);
        return Redis.createClient(vertx, redisUrl).connect().compose(this::listen);
    }

    private SqlClient client(int connections, int pipeline) {
        PgConnectOptions options = PgConnectOptions.fromUri(storageUrl)
                .setPipeliningLimit(pipeline)
                .setCachePreparedStatements(true);
        return PgBuilder.client()
                .with(new PoolOptions().setMaxSize(connections))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    private Future<?> listen(RedisConnection connected) {
        redis = connected;
        live = new BareLive(vertx);
        return vertx.createHttpServer()
                .requestHandler(this::handle)
                .webSocketHandler(live::enter)
                .listen(port, "127.0.0.1");
    }

    private void handle(HttpServerRequest request) {
        answer(request).onFailure(failure -> fail(request, failure));
    }

    private Future<Void> answer(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith(REDIS)) {
            return readFromRedis(request, path.substring(REDIS.length()));
        }
        if (path.startsWith(DATABASE)) {
            return readFromDatabase(request, Long.parseLong(path.substring(DATABASE.length())));
        }
        if (path.startsWith(UPDATES)) {
            long id = Long.parseLong(path.substring(UPDATES.length()));
            return request.body().compose(body -> update(id, body)).compose(row -> json(request, 200, row));
        }
        return switch (path) {
            case "/static" -> json(request, 200, STATIC);
            case "/list" -> list(request);
            case "/list-json" ->
                reads.preparedQuery(BareDatabase.LIST_JSON).execute().compose(rows -> json(request, 200, text(rows)));
            case "/insert" -> request.body().compose(this::insert).compose(row -> json(request, 201, row));
            case "/insert-and-tell" -> request.body().compose(this::insert).compose(row -> answerAndTell(request, row));
            case "/fill" -> fill().compose(done -> json(request, 200, STATIC));
            default -> request.response().setStatusCode(404).end();
        };
    }

    private Future<Void> readFromRedis(HttpServerRequest request, String id) {
        return redis.send(Request.cmd(Command.GET).arg("bare:" + id))
                .compose(value -> value == null
                        ? request.response().setStatusCode(404).end()
                        : json(request, 200, value.toBuffer()));
    }

    private Future<Void> readFromDatabase(HttpServerRequest request, long id) {
        return reads.preparedQuery(BareDatabase.READ)
                .execute(Tuple.of(id))
                .compose(rows -> json(request, 200, text(rows)));
    }

    private Future<Void> list(HttpServerRequest request) {
        return reads.preparedQuery(BareDatabase.LIST)
                .execute()
                .compose(rows -> json(request, 200, page(rows).toBuffer()));
    }

    private static JsonObject page(RowSet<Row> rows) {
        JsonArray data = new JsonArray(new ArrayList<>(20));
        for (Row row : rows) {
            data.add(new JsonObject()
                    .put("id", row.getLong(0))
                    .put("version", row.getLong(1))
                    .put("name", row.getString(2))
                    .put("value", row.getLong(3))
                    .put("created_at", time(row.getOffsetDateTime(4)))
                    .put("updated_at", time(row.getOffsetDateTime(5)))
                    .put("created_by", row.getString(6))
                    .put("updated_by", row.getString(7)));
        }
        return new JsonObject().put("data", data);
    }

    private static String time(OffsetDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    private Future<Buffer> insert(Buffer body) {
        JsonObject item = new JsonObject(body);
        return writes.preparedQuery(INSERT)
                .execute(Tuple.of(item.getString("name"), item.getLong("value")))
                .map(BareVerticle::text);
    }

    private Future<Buffer> update(long id, Buffer body) {
        return writes.preparedQuery(UPDATE)
                .execute(Tuple.of(new JsonObject(body).getLong("value"), id))
                .map(BareVerticle::text);
    }

    private Future<Void> answerAndTell(HttpServerRequest request, Buffer row) {
        String data = row.toString();
        return json(request, 201, row).onSuccess(answered -> live.tell(data));
    }

    /** Copies the rows that are read from Redis into it: they may have been displaced by what others have cached since. */
    private Future<?> fill() {
        return reads.query("select id, row_to_json(item)::text from item where id <= " + BareWorks.ROWS)
                .execute()
                .compose(rows -> Future.all(put(rows)));
    }

    private List<Future<Response>> put(RowSet<Row> rows) {
        List<Future<Response>> answers = new ArrayList<>();
        for (Row row : rows) {
            answers.add(redis.send(
                    Request.cmd(Command.SET).arg("bare:" + row.getLong(0)).arg(row.getString(1))));
        }
        return answers;
    }

    private static Buffer text(RowSet<Row> rows) {
        return Buffer.buffer(rows.iterator().next().getString(0));
    }

    private static Future<Void> json(HttpServerRequest request, int status, Buffer body) {
        HttpServerResponse response = request.response().setStatusCode(status);
        return response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        request.response().setStatusCode(500).end(String.valueOf(failure));
    }
}
