package io.corebus.node;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A port that is about to be opened, and what to say when it cannot be.
 *
 * @param section the section with the key {@code host}
 * @param key of the port in that section
 */
public record Port(
        String section,
        String key,
        @Nullable Object host,
        @Nullable Object number) {

    public Port(String section, @Nullable Object host, @Nullable Object number) {
        this(section, "port", host, number);
    }

    /** Finds out before anything is started; the start itself would, too, but only after seconds. A port 0 is always free. */
    public void check() throws StartFailure {
        if (host == null || !(number instanceof Integer port) || port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host.toString()))) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** @param cause why it cannot be opened */
    StartFailure failure(Throwable cause) {
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("cannot assign") || cause instanceof java.net.UnknownHostException) {
            return new StartFailure(
                    host + " is no address of this machine. Choose another with " + ways("host") + ".", cause);
        }
        if (reason.contains("permission denied")) {
            return new StartFailure(
                    "Port " + number + " may not be opened by this user. Choose one above 1023 with " + ways(key) + ".",
                    cause);
        }
        return new StartFailure(
                "Port " + number + " on " + host
                        + " is in use. Stop the program that uses it, or choose another port with " + ways(key)
                        + ".",
                cause);
    }

    /** Whether the reason of a failure is that a port cannot be opened. */
    static @Nullable IOException reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException problem && isOfBinding(problem)) {
                return problem;
            }
        }
        return null;
    }

    /** Java has a class for it, the native transport names the system call. */
    private static boolean isOfBinding(IOException problem) {
        return problem instanceof BindException
                || String.valueOf(problem.getMessage()).startsWith("bind(");
    }

    private String ways(String name) {
        return "--" + section + "-" + name + " or COREBUS_" + section.toUpperCase(Locale.ROOT) + "_"
                + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
