package io.corebus;

import io.corebus.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.embedded.RedisServer;

/** A real Redis for tests, which may be stopped and started again on the same port. */
public final class TestRedis implements AutoCloseable {
    private final int port;
    private RedisServer server;

    public TestRedis() {
        this.port = FreePort.find();
        start();
        // Of a test's JVM that ends while its node still waits for something, nothing is to stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    public void start() {
        try {
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    public void kill() {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        stop();
    }

    private long pid() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("INFO server\r\n".getBytes(StandardCharsets.US_ASCII));
            String info = new String(socket.getInputStream().readNBytes(600), StandardCharsets.US_ASCII);
            return Long.parseLong(info.replaceAll("(?s).*process_id:(\\d+).*", "$1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts something else where keys like that are. Fails where there is none. */
    public void overwrite(String keys, String value) {
        String script =
                "local keys = redis.call('KEYS', ARGV[1]) for _, key in ipairs(keys) do redis.call('SET', key, ARGV[2]) end return #keys";
        StringBuilder command = new StringBuilder("*5\r\n");
        for (String part : List.of("EVAL", script, "0", keys, value)) {
            command.append('$')
                    .append(part.length())
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(2), StandardCharsets.US_ASCII);
            if (!answer.matches(":[1-9]")) {
                throw new AssertionError("nothing was overwritten: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        stop();
    }
}
