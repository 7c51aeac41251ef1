package io.corebus.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Stateless MCP servers on the official TypeScript SDK, whose one tool returns a constant. What they need comes from npm, in the versions named here. */
final class ConstantWork {
    static final String NAME = "TypeScript SDK, a constant, no sign-in";
    static final String CHECKED = "TypeScript SDK, a constant, the same call, checked by schemas";
    static final String OLDER = "TypeScript SDK 1.x, a constant, no sign-in";
    private static final String EXPECTED = "\"id\":\"0\"";
    private static final List<String> PACKAGES = List.of(
            "node@24.21.0",
            "@modelcontextprotocol/server@2.4.0",
            "@modelcontextprotocol/node@2.1.2",
            "@modelcontextprotocol/sdk@1.32.2",
            "zod@4.6.7");
    private static final Path SCRIPTS = Path.of("src/bench/js");
    private static final String TOOL = "get_record";
    private static final int PATIENCE_SECONDS = 300;
    private static final int START_POLLS = 200;

    private final ExternalServers servers;
    private final CpuClock clock;
    private final Path home;
    private final Endings endings;

    private ConstantWork(ExternalServers servers, CpuClock clock, Path home, Endings endings) {
        this.servers = servers;
        this.clock = clock;
        this.home = home;
        this.endings = endings;
    }

    /** Empty, with a word why, where there is no npm. */
    static List<Work> start(ExternalServers servers, CpuClock clock, Path directory, Endings endings) throws Exception {
        Path home = Files.createDirectories(directory.resolve("npm")).toAbsolutePath();
        if (!install(home)) {
            System.err.println("npm is not there or could not install " + PACKAGES
                    + ", so calls of tools are not compared with the TypeScript SDK.");
            return List.of();
        }
        String record = "{\"feature\":\"features\",\"id\":\"" + UUID.randomUUID() + "\"}";
        ConstantWork works = new ConstantWork(servers, clock, home, endings);
        copy("serving.mjs", home);
        return List.of(
                works.start(NAME, "constant.mjs", port -> Exchange.call(port, null, TOOL, "{}", EXPECTED)),
                works.start(CHECKED, "checked.mjs", port -> Exchange.call(port, null, TOOL, record, EXPECTED)),
                works.start(OLDER, "older.mjs", port -> Exchange.olderCall(port, TOOL, EXPECTED)));
    }

    private Work start(String name, String script, IntFunction<Exchange> asking) throws Exception {
        copy(script, home);
        int port = JvmProcess.freePort();
        Process process = endings.start(() -> start(home, script, port), ConstantWork::stop);
        awaitReady(port);
        List<Exchange> asked = List.of(asking.apply(port));
        CpuMeter meter = CpuMeter.of(clock, servers, process.pid());
        return new HttpWork(Group.MCP, name, port, BareWorks.WRITERS, () -> asked, meter);
    }

    private static void copy(String script, Path home) throws IOException {
        Files.copy(SCRIPTS.resolve(script), home.resolve(script), StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean install(Path home) throws InterruptedException {
        Path mark = home.resolve("installed.txt");
        try {
            if (Files.exists(mark) && Files.readString(mark).equals(PACKAGES.toString())) {
                return true;
            }
            Files.writeString(home.resolve("package.json"), "{\"private\":true}");
            List<String> command =
                    new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--save-exact"));
            command.addAll(PACKAGES);
            Process npm = process(home, command).start();
            boolean installed = npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && npm.exitValue() == 0;
            npm.destroyForcibly();
            if (installed) {
                Files.writeString(mark, PACKAGES.toString());
            }
            return installed;
        } catch (IOException missing) {
            return false;
        }
    }

    private static Process start(Path home, String script, int port) throws IOException {
        String node = home.resolve("node_modules/node/bin/node").toString();
        return process(home, List.of(node, script, Integer.toString(port))).start();
    }

    private static ProcessBuilder process(Path home, List<String> command) {
        File log = home.resolve("log.txt").toFile();
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
    }

    private static void awaitReady(int port) throws Exception {
        JsonCalls calls = new JsonCalls(port);
        for (int poll = 0; poll < START_POLLS; poll++) {
            try {
                calls.get("/ready", null);
                return;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
        throw new BenchFailure("The server on the TypeScript SDK did not start; see npm/log.txt.");
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
