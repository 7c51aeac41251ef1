package io.corebus.bench;

import io.vertx.core.transport.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** One Corebus node with all rooms, and what is asked of it: always with a token, by a user whose roles are checked. */
final class CorebusWorks {
    static final String READ = "Corebus, cached, authenticated, role-checked";
    static final String ANY = "Corebus, cached, by an admin";
    static final String BY_ROLE = "Corebus, cached, by a role";
    static final String BY_RULE = "Corebus, cached, by a rule over the row and a field list";
    static final String LIST = "Corebus, authenticated, role-checked";
    static final String CREATE = "Corebus, validated, durable, with journal entry";
    static final String UPDATE = "Corebus, an update, validated, durable, with journal entry";
    static final String FAN_OUT = "Corebus, authenticated, role-checked, from the sealed journal";
    static final String IDLE = "Corebus, authenticated, role-checked, subscribed";
    static final String SEALED = "Corebus, sealing all it writes";
    static final String UNSEALED = "Corebus, without the audit room";
    static final String REST = "Corebus, over REST";
    static final String TOOL = "Corebus, get_record, with journal entry";
    static final String REST_ON_IO_URING = "Corebus, over REST, on io_uring";
    static final String TOOL_ON_IO_URING = "Corebus, get_record, with journal entry, on io_uring";
    private static final String FEATURES = "/api/features";
    private static final String PROJECTS = "/api/projects";
    private static final String LIVE = "/ws/features?access_token=";
    private static final String ROOMS = "COREBUS_ROOMS";
    private static final String TRANSPORT = "COREBUS_NETWORK_TRANSPORT";
    private static final String ALL_BUT_AUDIT = "storage,access,resource,live,http";

    private final ExternalServers servers;
    private final CpuClock clock;
    private final Path directory;
    private final Map<String, String> settings;
    private final Endings endings;
    private final CorebusNode node;
    private final CpuMeter meter;
    private final List<String> ids = new ArrayList<>();
    private final List<String> projects = new ArrayList<>();

    /**
     * Starts the node and makes its rows.
     *
     * @param name of the process and of its database
     * @param settings of Corebus, as environment variables, beside those that it needs
     */
    CorebusWorks(
            String name,
            ExternalServers servers,
            CpuClock clock,
            Path directory,
            Map<String, String> settings,
            Endings endings)
            throws Exception {
        this.servers = servers;
        this.clock = clock;
        this.directory = directory;
        this.settings = settings;
        this.endings = endings;
        this.node = CorebusNode.start(name, servers, directory, settings, endings);
        this.meter = CpuMeter.of(clock, servers, node.process());
        makeRows();
    }

    private void makeRows() throws Exception {
        String token = node.signIn();
        for (int i = 0; i < BareWorks.ROWS; i++) {
            ids.add(node.calls().post(FEATURES, token, BareWorks.body(i), 201).getString("id"));
        }
    }

    List<Work> of(Group group) throws Exception {
        int port = node.port();
        return switch (group) {
            case READ -> List.of(new HttpWork(group, READ, port, BareWorks.READERS, this::reads, meter));
            case RIGHTS -> {
                makeProjects();
                yield List.of(
                        new HttpWork(group, ANY, port, BareWorks.READERS, () -> projects(node.signInAdmin()), meter),
                        new HttpWork(group, BY_ROLE, port, BareWorks.READERS, () -> projects(node.signIn()), meter),
                        new HttpWork(
                                group, BY_RULE, port, BareWorks.READERS, () -> projects(node.signInGuest()), meter));
            }
            case LIST -> List.of(new HttpWork(group, LIST, port, BareWorks.READERS, this::lists, meter));
            case CREATE -> List.of(new HttpWork(group, CREATE, port, BareWorks.WRITERS, () -> creates(node), meter));
            case UPDATE -> List.of(new HttpWork(group, UPDATE, port, BareWorks.WRITERS, this::updates, meter));
            case FAN_OUT -> List.of(new FanOutWork(FAN_OUT, port, this::fanOut, meter));
            case IDLE_SUBSCRIBERS -> List.of(new IdleWork(IDLE, this::startIdle, clock));
            case SEALING -> List.of(sealed(), unsealed());
            case MCP -> agents();
        };
    }

    private List<Work> agents() throws Exception {
        List<Work> works = new ArrayList<>(agents(REST, TOOL));
        if (settings.containsKey(TRANSPORT)) {
            return works;
        }
        Transport ioUring = Transport.IO_URING;
        if (ioUring == null || !ioUring.available()) {
            System.err.println("io_uring cannot be had here, so agents are not measured with it.");
            return works;
        }
        Map<String, String> onIoUring = new HashMap<>(settings);
        onIoUring.put(TRANSPORT, "io-uring");
        works.addAll(new CorebusWorks("uring", servers, clock, directory, onIoUring, endings)
                .agents(REST_ON_IO_URING, TOOL_ON_IO_URING));
        return works;
    }

    private List<Work> agents(String rest, String tool) {
        return List.of(
                new HttpWork(Group.MCP, rest, node.port(), BareWorks.WRITERS, this::reads, meter),
                new HttpWork(Group.MCP, tool, node.port(), BareWorks.WRITERS, this::toolCalls, meter));
    }

    private List<Exchange> reads() throws Exception {
        String token = node.signIn();
        return ids.stream()
                .map(id -> Exchange.get(node.port(), FEATURES + "/" + id, token, "\"" + id + "\"", 1))
                .toList();
    }

    /** All of them may be read by guests, but for two of their fields. */
    private void makeProjects() throws Exception {
        String token = node.signIn();
        for (int i = 0; i < BareWorks.ROWS; i++) {
            String body = "{\"key\":\"P" + i + "X\",\"name\":\"" + BareWorks.rowName(i)
                    + "\",\"budget\":1000.50,\"status\":\"active\"}";
            projects.add(node.calls().post(PROJECTS, token, body, 201).getString("id"));
        }
    }

    private List<Exchange> projects(String token) {
        return projects.stream()
                .map(id -> Exchange.get(node.port(), PROJECTS + "/" + id, token, "\"" + id + "\"", 1))
                .toList();
    }

    private List<Exchange> toolCalls() throws Exception {
        String token = node.signIn();
        return ids.stream().map(id -> toolCall(token, id)).toList();
    }

    /** The id stands in the structure, and once more, with its quotes escaped, in the text. */
    private Exchange toolCall(String token, String id) {
        String arguments = "{\"feature\":\"features\",\"id\":\"" + id + "\"}";
        return Exchange.call(node.port(), token, "get_record", arguments, "\"" + id + "\"");
    }

    private List<Exchange> lists() throws Exception {
        return List.of(Exchange.get(node.port(), FEATURES + "?limit=20", node.signIn(), "\"id\":", 20));
    }

    private static List<Exchange> creates(CorebusNode asked) throws Exception {
        String token = asked.signIn();
        return IntStream.range(0, BareWorks.ROWS)
                .mapToObj(i -> create(asked, token, BareWorks.rowName(i), i))
                .toList();
    }

    private static Exchange create(CorebusNode asked, String token, String name, int value) {
        return Exchange.post(asked.port(), FEATURES, token, BareWorks.body(name, value), "\"" + name + "\"");
    }

    private List<Exchange> updates() throws Exception {
        String token = node.signIn();
        return BareWorks.updates((row, value) -> Exchange.patch(
                node.port(),
                FEATURES + "/" + ids.get(row),
                token,
                "{\"value\":" + value + "}",
                "\"value\":" + value + ","));
    }

    private FanOutLoad.Target fanOut() throws Exception {
        String token = node.signIn();
        return new FanOutLoad.Target(
                node.port(), LIVE + token, true, i -> create(node, token, FanOutLoad.name(i), i % BareWorks.ROWS));
    }

    private IdleWork.Server startIdle() throws Exception {
        CorebusNode fresh = CorebusNode.start("idle", servers, directory, settings, endings);
        return new IdleWork.Server(fresh.process(), fresh.port(), LIVE + fresh.signIn());
    }

    /** With a new database as the one beside it: a journal of millions of entries costs more to write to, whether it is sealed or not. */
    private Work sealed() throws Exception {
        return creating(SEALED, "sealed", settings, new SealWatch(servers, "sealed")::await);
    }

    private Work unsealed() throws Exception {
        Map<String, String> fewer = new HashMap<>(settings);
        fewer.put(ROOMS, ALL_BUT_AUDIT);
        return creating(UNSEALED, "unsealed", fewer, () -> Double.NaN);
    }

    /** @param after what is waited for when the last answer has come, and counted */
    private Work creating(String name, String database, Map<String, String> settings, Callable<Double> after)
            throws Exception {
        CorebusNode fresh = CorebusNode.start(database, servers, directory, settings, endings);
        CpuMeter its = CpuMeter.of(clock, servers, fresh.process());
        return new HttpWork(Group.SEALING, name, fresh.port(), BareWorks.WRITERS, () -> creates(fresh), its, after);
    }
}
