package io.corebus.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A port on the loopback interface that stays the same from start to start, as long as nobody else takes it meanwhile. */
final class ServerPort {
    private ServerPort() {}

    /** @param file where it is remembered */
    static int choose(Path file) throws IOException {
        int port = remembered(file);
        if (port == 0 || !isFree(port)) {
            port = another();
            Files.writeString(file, Integer.toString(port));
        }
        return port;
    }

    /** Zero where none is. */
    static int remembered(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file).trim() : "";
        return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : 0;
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static int another() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
