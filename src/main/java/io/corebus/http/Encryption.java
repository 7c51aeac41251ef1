package io.corebus.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

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

    /** Why HTTPS is impossible with these files, in one sentence that names the setting and the file; null where it is possible. */
    static @Nullable String fault(Path certificate, Path key) {
        try {
            byte[] chain = Files.readAllBytes(certificate);
            if (!isCertificate(chain)) {
                return "http.tls-certificate names " + certificate + ", which has no certificate in PEM"
                        + " (-----BEGIN CERTIFICATE-----) that can be read.";
            }
            new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(chain))
                    .setKeyValue(Buffer.buffer(Files.readAllBytes(key)))
                    .getKeyManagerFactory(null); // Asked for paths that are relative, of which there are none.
            return null;
        } catch (IOException e) {
            return "http.tls-certificate or http.tls-key cannot be read: " + e.getMessage() + ".";
        } catch (Exception e) {
            return "http.tls-key names " + key + ", which has no private key that can be used: " + e.getMessage()
                    + ". It has to be RSA or EC, in PEM (-----BEGIN PRIVATE KEY-----), without a password.";
        }
    }

    private static boolean isCertificate(byte[] chain) {
        try {
            return new String(chain, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")
                    && !CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(chain))
                            .isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }

    static String scheme(HttpConfig config) {
        return config.tlsCertificate() == null ? "http" : "https";
    }
}
