package io.corebus.door;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Pages and documents that are read once and served from memory, under a policy that lets a page load and call nothing but its own origin. */
public final class StaticPages {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Routes routes;
    private final Class<?> owner;

    /** @param owner beside which the files are, on the class path */
    public StaticPages(Routes routes, Class<?> owner) {
        this.routes = routes;
        this.owner = owner;
    }

    public StaticPages json(String path, Buffer content) {
        return serve(path, "application/json", content);
    }

    public StaticPages html(String path, String file) {
        return serve(path, "text/html; charset=utf-8", read(file));
    }

    public StaticPages html(String path, Buffer content) {
        return serve(path, "text/html; charset=utf-8", content);
    }

    public StaticPages script(String path, String file) {
        return serve(path, "text/javascript; charset=utf-8", read(file));
    }

    public StaticPages style(String path, String file) {
        return serve(path, "text/css; charset=utf-8", read(file));
    }

    /** @param file an SVG */
    public StaticPages image(String path, String file) {
        return serve(path, "image/svg+xml", read(file));
    }

    private StaticPages serve(String path, String type, Buffer content) {
        Document document = new Document(content);
        routes.on(HttpMethod.GET, path, routing -> {
            headers(routing.response(), type);
            document.answer(routing.request());
        });
        return this;
    }

    private static void headers(HttpServerResponse response, String type) {
        response.putHeader("content-type", type)
                .putHeader("content-security-policy", POLICY)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cache-control", "no-cache");
    }

    private Buffer read(String file) {
        try (InputStream stream = owner.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " is missing from the program");
            }
            return Buffer.buffer(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
