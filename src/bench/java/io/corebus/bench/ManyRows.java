package io.corebus.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Many rows into one node and out of it again, each checked to be there, and the most memory that it took. */
final class ManyRows {
    private static final int POLL_MILLIS = 500;
    private static final double MEBIBYTE = 1_048_576;

    private final CorebusNode node;
    private final int rows;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final StringBuilder table = new StringBuilder("""
            | | rows | s | rows/s | peak resident MiB | live heap MiB |
            |---|---:|---:|---:|---:|---:|
            """);
    private long began;

    ManyRows(CorebusNode node, int rows) {
        this.node = node;
        this.rows = rows;
    }

    /** The table of what was measured. */
    String measure() throws Exception {
        String token = node.signIn();
        began = System.nanoTime();
        String path = upload(token);
        add("upload of NDJSON");
        awaitDone(path, token);
        add("upload and import");
        export(token, "ndjson", rows);
        export(token, "csv", rows + 1);
        return table.toString();
    }

    private String upload(String token) throws IOException, InterruptedException, BenchFailure {
        HttpRequest request = request("/api/features/import", token)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofInputStream(() -> new Lines(rows)))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new BenchFailure("The import was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return answer.headers().firstValue("location").orElseThrow();
    }

    private void awaitDone(String path, String token) throws IOException, InterruptedException, BenchFailure {
        JsonObject progress = node.calls().get(path, token);
        while (progress.getString("state").equals("running")) {
            Thread.sleep(POLL_MILLIS);
            progress = node.calls().get(path, token);
        }
        if (progress.getLong("created") != rows) {
            throw new BenchFailure("Of " + rows + " rows not all were created: " + progress.encode());
        }
    }

    private void export(String token, String format, long lines) throws Exception {
        began = System.nanoTime();
        HttpRequest request =
                request("/api/features/export?format=" + format, token).build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        long seen = 0;
        byte[] some = new byte[65_536];
        try (InputStream body = answer.body()) {
            for (int read = body.read(some); read >= 0; read = body.read(some)) {
                seen += ends(some, read);
            }
        }
        if (answer.statusCode() != 200 || seen != lines) {
            throw new BenchFailure("The export was answered with " + answer.statusCode() + " and " + seen + " lines.");
        }
        add("export as " + format);
    }

    private static long ends(byte[] some, int length) {
        long ends = 0;
        for (int i = 0; i < length; i++) {
            ends += some[i] == '\n' ? 1 : 0;
        }
        return ends;
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header("Authorization", "Bearer " + token);
    }

    private void add(String what) throws IOException, BenchFailure {
        double seconds = (System.nanoTime() - began) / 1e9;
        long pid = node.process().pid();
        table.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f | %,.0f | %.0f | %.0f |%n",
                what,
                rows,
                seconds,
                rows / seconds,
                peak(pid) / MEBIBYTE,
                MemoryMeter.read(pid).heap() / MEBIBYTE));
    }

    private static double peak(long pid) throws IOException, BenchFailure {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024.0;
            }
        }
        throw new BenchFailure("Process " + pid + " does not tell how much memory it held at most.");
    }

    /** The rows as NDJSON, made while they are read. */
    private static final class Lines extends InputStream {
        private final int rows;
        private byte[] line = {};
        private int place;
        private int made;

        Lines(int rows) {
            this.rows = rows;
        }

        @Override
        public int read() {
            return hasMore() ? line[place++] : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (!hasMore()) {
                return -1;
            }
            int copied = Math.min(length, line.length - place);
            System.arraycopy(line, place, into, from, copied);
            place += copied;
            return copied;
        }

        private boolean hasMore() {
            if (place == line.length && made < rows) {
                line = ("{\"name\":\"row " + made + "\",\"value\":" + made % 1_000 + "}\n")
                        .getBytes(StandardCharsets.US_ASCII);
                made++;
                place = 0;
            }
            return place < line.length;
        }
    }
}
