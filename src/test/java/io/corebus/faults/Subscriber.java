package io.corebus.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.faults.History.Change;
import io.corebus.faults.History.Event;
import io.corebus.testing.NodeClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A client that follows a feature by WebSocket, Server-Sent Events or SockJS, and when its connection ends goes on from the last event it saw, at the next of its
 * addresses.
 */
public final class Subscriber {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long LONGEST_SECONDS = 7;

    private final String name;
    private final List<String> urls;
    private final String token;
    private final History history;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private volatile boolean running = true;
    private int turn;

    /** @param first the {@code seq} after which it begins */
    public Subscriber(String name, List<String> urls, int turn, String token, History history) {
        this.name = name;
        this.urls = urls;
        this.turn = turn;
        this.token = token;
        this.history = history;
    }

    public String name() {
        return name;
    }

    public void stop() {
        running = false;
    }

    /** Cuts its own connection every few seconds, so that it resumes often, wherever things are at. */
    public void followByWebSocket(long first) {
        while (running) {
            String url = next().replace("http:", "ws:") + "/ws/features?access_token=" + token;
            Listener listener = new Listener();
            try {
                WebSocket socket = client.newWebSocketBuilder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .buildAsync(URI.create(url), listener)
                        .get(3, TimeUnit.SECONDS);
                socket.sendText("{\"type\":\"subscribe_updates\",\"since\":" + since(first) + "}", true);
                listener.ended.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                listener.cut();
            } catch (InterruptedException e) {
                return;
            }
            pause();
        }
    }

    public void followByEvents(long first) {
        while (running) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(next() + "/api/features/events"))
                    .timeout(Duration.ofSeconds(3))
                    .header("Authorization", "Bearer " + token)
                    .header("Last-Event-ID", Long.toString(since(first)))
                    .build();
            try {
                HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
                try (Stream<String> lines = response.body()) {
                    CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS)
                            .execute(lines::close);
                    lines.takeWhile(line -> running)
                            .filter(line -> line.startsWith("data:"))
                            .forEach(line -> cloudEvent(line.substring(5)));
                }
            } catch (IOException | RuntimeException e) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /**
     * With the stock clients of SockJS and of the event bus.
     *
     * @param transport of SockJS
     */
    public void followBySockJs(long first, String transport) {
        try (NodeClient client = NodeClient.start()) {
            while (running) {
                JsonObject options = new JsonObject().put("transports", List.of(transport));
                client.tell(order("connect").put("url", next() + "/eventbus").put("options", options));
                followUntilClosed(client, first);
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followUntilClosed(NodeClient client, long first) throws InterruptedException {
        long cutAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        boolean cut = false;
        while (running) {
            JsonObject told = client.poll(100);
            String what = told == null ? "nothing" : told.getString("on");
            if (what.equals("close")) {
                return;
            } else if (what.equals("open")) {
                client.tell(order("register")
                        .put("address", "corebus.events.features")
                        .put("headers", headers(first)));
            } else if (what.equals("message") && told.getJsonObject("body") != null) {
                message(told.getJsonObject("body").encode());
            } else if (what.equals("message") || what.equals("error") || what.equals("refused")) {
                cutAt = System.nanoTime();
            }
            if (!cut && System.nanoTime() - cutAt > 0) {
                client.tell(order("close"));
                cut = true;
            }
        }
    }

    private JsonObject headers(long first) {
        return new JsonObject().put("authorization", "Bearer " + token).put("since", Long.toString(since(first)));
    }

    private static JsonObject order(String what) {
        return new JsonObject().put("do", what);
    }

    private String next() {
        return urls.get(Math.floorMod(turn++, urls.size()));
    }

    private long since(long first) {
        return Math.max(first, history.lastSeen(name));
    }

    private void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    private void cloudEvent(String text) {
        JsonNode event = json(text);
        if (event.has("specversion")) {
            String type = event.get("type").asText();
            history.saw(
                    name,
                    new Event(
                            event.get("id").asLong(),
                            type.substring(type.lastIndexOf('.') + 1),
                            new Change(
                                    event.get("subject").asText(),
                                    event.get("resourceversion").asLong())));
        }
    }

    private void message(String text) {
        JsonNode message = json(text);
        String type = message.get("type").asText();
        if (type.startsWith("resource_")) {
            history.saw(
                    name,
                    new Event(
                            message.get("seq").asLong(),
                            type.substring("resource_".length()),
                            new Change(
                                    message.get("resource_id").asText(),
                                    message.get("version").asLong())));
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private volatile WebSocket socket;
        private boolean cut;

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            opened.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        /** After the cut nothing counts: the next connection has begun where this one was. */
        private synchronized void take(String whole) {
            if (!cut) {
                message(whole);
            }
        }

        synchronized void cut() {
            cut = true;
            if (socket != null) {
                socket.abort();
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            ended.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended.complete(null);
        }
    }
}
