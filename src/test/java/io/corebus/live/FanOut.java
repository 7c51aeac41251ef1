package io.corebus.live;

import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What a delivery costs, roughly: 200 subscribers, 50 events a second, client and server in one process. Run by hand. */
final class FanOut {
    private static final int SUBSCRIBERS = 200;
    private static final int PER_SECOND = 50;
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 15;

    private FanOut() {}

    public static void main(String[] arguments) throws Exception {
        LiveHouse house = new LiveHouse(LiveHouse.config(1_000, 1_048_576), 0);
        AtomicLong received = new AtomicLong();
        long[] sentAt = new long[PER_SECOND * (WARM_UP_SECONDS + SECONDS) + 1];
        long[] latencies = new long[sentAt.length * SUBSCRIBERS];
        var client = house.vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(SUBSCRIBERS));
        for (int i = 0; i < SUBSCRIBERS; i++) {
            var socket = client.webSocket().textMessageHandler(text -> {
                int at = text.indexOf("\"seq\":");
                if (at > 0 && text.startsWith("{\"type\":\"res")) {
                    int seq = Integer.parseInt(text, at + 6, text.indexOf(',', at), 10);
                    latencies[(int) received.getAndIncrement()] = System.nanoTime() - sentAt[seq];
                }
            });
            house.await(socket.connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(house.port())
                            .setURI("/ws/features?access_token=" + LiveHouse.VIEWER)))
                    .writeTextMessage("{\"type\":\"subscribe_updates\"}");
        }
        Thread.sleep(1_000);
        write(house, sentAt, 1, WARM_UP_SECONDS * PER_SECOND);
        int from = (int) received.get();
        long cpu = cpu();
        write(house, sentAt, WARM_UP_SECONDS * PER_SECOND + 1, SECONDS * PER_SECOND);
        Thread.sleep(300);
        int to = (int) received.get();
        long spent = cpu() - cpu;
        long[] measured = Arrays.copyOfRange(latencies, from, to);
        Arrays.sort(measured);
        System.out.printf(
                "%d deliveries of %d, %.1f us of CPU each (both ends), p50 %.2f ms, p99 %.2f ms%n",
                to - from,
                SUBSCRIBERS * PER_SECOND * SECONDS,
                spent / 1e3 / (to - from),
                measured[measured.length / 2] / 1e6,
                measured[(int) (measured.length * 0.99)] / 1e6);
        System.exit(0);
    }

    private static void write(LiveHouse house, long[] sentAt, int from, int count) throws InterruptedException {
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            sentAt[from + i] = System.nanoTime();
            house.journal.create("features", i);
            next += 1_000_000_000L / PER_SECOND;
            long left = next - System.nanoTime();
            if (left > 0) {
                Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
