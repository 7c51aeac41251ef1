package io.corebus.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that start later: below those that the system gives to connections, where one could take a port that was just found free. */
public final class FreePort {
    private static final int FIRST = 15_000;
    private static final int LAST = 32_000;

    private FreePort() {}

    public static int find() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new AssertionError("no free port");
    }
}
