package io.corebus.http;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;

/** HTTPS, where the door has a certificate; with HTTP/2 for clients that choose it (ALPN, RFC 7301). */
final class Encryption {
    private Encryption() {}

    static HttpServerOptions of(HttpConfig config, HttpServerOptions options) {
        Path certificate = config.tlsCertificate();
        Path key = config.tlsKey();
        if (certificate == null || key == null) {
            return options;
        }
        PemKeyCertOptions pem =
                new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
        return options.setSsl(true).setUseAlpn(true).setKeyCertOptions(pem);
    }

    static String scheme(HttpConfig config) {
        return config.tlsCertificate() == null ? "http" : "https";
    }
}
