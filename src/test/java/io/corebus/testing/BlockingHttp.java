package io.corebus.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection of HTTP/1.1 that one thread writes to and reads from, as a JDBC connection is: to time requests. The client of the JDK hands each one from thread
 * to thread, which takes longer than the answer does.
 */
public final class BlockingHttp implements AutoCloseable {
    private final Socket socket;
    private final InputStream input;
    private final String host;
    private final String token;

    public BlockingHttp(String url, String token) throws IOException {
        URI uri = URI.create(url);
        this.socket = new Socket(uri.getHost(), uri.getPort());
        this.socket.setTcpNoDelay(true);
        this.input = new BufferedInputStream(socket.getInputStream(), 65_536);
        this.host = uri.getAuthority();
        this.token = token;
    }

    /** @param status of the answer */
    public record Answer(int status, byte[] body) {}

    /** @param path with its query, encoded */
    public Answer get(String path) throws IOException {
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int status = Integer.parseInt(line().split(" ")[1]);
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        byte[] body = input.readNBytes(length);
        if (body.length != length) {
            throw new EOFException("the answer ends too early");
        }
        return new Answer(status, body);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            line.append((char) c);
        }
        return line.toString().trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
