package io.corebus.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The bare server, and what is asked of it. */
final class BareWorks {
    static final int ROWS = 1_000;
    static final int READERS = 32;
    static final int WRITERS = 256;
    private static final int VALUES = 20;
    static final String STATIC = "bare, static JSON";
    static final String REDIS = "bare, through Redis";
    static final String DATABASE = "bare, through pg-client";
    static final String LIST = "bare, JSON by Vert.x";
    static final String LIST_JSON = "bare, JSON by PostgreSQL";
    static final String INSERT = "bare, one statement";
    static final String UPDATE = "bare, one statement for an update";
    static final String FAN_OUT = "bare, the same after an insert";
    static final String IDLE = "bare, subscribed";
    private static final String LIVE = "/live";

    private final ExternalServers servers;
    private final CpuClock clock;
    private final Path directory;
    private final Endings endings;
    private final int port;
    private final CpuMeter meter;

    private BareWorks(ExternalServers servers, CpuClock clock, Path directory, Endings endings) throws Exception {
        this.servers = servers;
        this.clock = clock;
        this.directory = directory;
        this.endings = endings;
        this.port = JvmProcess.freePort();
        this.meter = CpuMeter.of(clock, servers, startServer("bare", port));
    }

    static BareWorks start(ExternalServers servers, CpuClock clock, Path directory, Endings endings) throws Exception {
        servers.makeDatabase(ExternalServers.BARE);
        BareDatabase.fill(servers, ROWS);
        return new BareWorks(servers, clock, directory, endings);
    }

    private JvmProcess startServer(String name, int port) throws Exception {
        String[] program = {
            BareServer.class.getName(),
            Integer.toString(port),
            servers.storageUrl(ExternalServers.BARE),
            servers.redisUrl()
        };
        JvmProcess server = endings.start(() -> JvmProcess.start(name, directory, Map.of(), program), JvmProcess::stop);
        server.awaitReady("http://127.0.0.1:" + port + "/fill");
        return server;
    }

    List<Work> of(Group group) {
        return switch (group) {
            case READ ->
                List.of(
                        read(STATIC, () -> List.of(Exchange.get(port, "/static", null, "\"id\":\"0\"", 1))),
                        read(REDIS, this::readsThroughRedis),
                        read(DATABASE, () -> readsById("/pg/")));
            case LIST -> List.of(list(LIST, "/list"), list(LIST_JSON, "/list-json"));
            case CREATE -> List.of(new HttpWork(group, INSERT, port, WRITERS, this::inserts, meter));
            case UPDATE -> List.of(new HttpWork(group, UPDATE, port, WRITERS, this::updates, meter));
            case FAN_OUT -> List.of(new FanOutWork(FAN_OUT, port, this::fanOut, meter));
            case IDLE_SUBSCRIBERS -> List.of(new IdleWork(IDLE, this::startIdle, clock));
            case RIGHTS, SEALING, MCP -> List.of();
        };
    }

    private Work read(String name, Callable<List<Exchange>> preparation) {
        return new HttpWork(Group.READ, name, port, READERS, preparation, meter);
    }

    private Work list(String name, String path) {
        List<Exchange> asked = List.of(Exchange.get(port, path, null, "\"id\":", 20));
        return new HttpWork(Group.LIST, name, port, READERS, () -> asked, meter);
    }

    private List<Exchange> readsThroughRedis() throws Exception {
        new JsonCalls(port).get("/fill", null);
        return readsById("/redis/");
    }

    private List<Exchange> readsById(String path) {
        return IntStream.rangeClosed(1, ROWS)
                .mapToObj(id -> Exchange.get(port, path + id, null, "\"id\":" + id + ",", 1))
                .toList();
    }

    private List<Exchange> inserts() {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> Exchange.post(port, "/insert", null, body(i), "\"" + rowName(i) + "\""))
                .toList();
    }

    private List<Exchange> updates() {
        return updates((row, value) -> Exchange.patch(
                port, "/update/" + (row + 1), null, "{\"value\":" + value + "}", "\"value\":" + value + ","));
    }

    /** Of each row many, so that few set what is there already. */
    static List<Exchange> updates(BiFunction<Integer, Integer, Exchange> update) {
        return IntStream.range(0, VALUES * ROWS)
                .mapToObj(i -> update.apply(i % ROWS, i % (ROWS + 1)))
                .toList();
    }

    private FanOutLoad.Target fanOut() {
        return new FanOutLoad.Target(port, LIVE, false, i -> {
            String name = FanOutLoad.name(i);
            return Exchange.post(port, "/insert-and-tell", null, body(name, i % ROWS), "\"" + name + "\"");
        });
    }

    private IdleWork.Server startIdle() throws Exception {
        int free = JvmProcess.freePort();
        return new IdleWork.Server(startServer("bare-idle", free), free, LIVE);
    }

    static String body(int i) {
        return body(rowName(i), i);
    }

    static String body(String name, int value) {
        return "{\"name\":\"" + name + "\",\"value\":" + value + "}";
    }

    static String rowName(int i) {
        return "bench-" + i;
    }
}
