package io.corebus.http;

import io.corebus.config.DataSize;
import io.corebus.config.Section;
import io.corebus.config.Setting;
import io.corebus.config.WebOrigin;
import io.corebus.config.WebRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of the HTTP door. */
@Section("http")
public record HttpConfig(
        @Setting(value = "127.0.0.1", doc = "Address to listen on. 0.0.0.0 for all addresses of the machine.")
        String host,

        @Setting(value = "8080", min = 0, max = 65_535, doc = "Port to listen on; 0 for any free one.")
        int port,

        @Setting(
                form = WebRoot.class,
                doc =
                        "How clients reach this node, such as https://api.example.com, where that differs from host and port. It has no path: a node has a host name or a port to itself.")
        @Nullable
        String publicUrl,

        @Setting(value = "1MiB", min = 1_024, max = 1_073_741_824, doc = "Largest request body taken.")
        DataSize maxBody,

        @Setting(
                value = "4GiB",
                min = 1_024,
                max = 1_099_511_627_776L,
                doc = "Largest upload of an import taken; one record of it may be as large as a request body.")
        DataSize maxImport,

        @Setting(value = "16KiB", min = 1_024, max = 1_048_576, doc = "Largest size of all request headers together.")
        DataSize maxHeaders,

        @Setting(
                value = "10s",
                min = 100,
                max = 600_000,
                doc = "How long a request may take before it is answered with 504.")
        Duration deadline,

        @Setting(value = "60s", min = 1_000, max = 3_600_000, doc = "How long a connection may stay idle.")
        Duration idleTimeout,

        @Setting(
                value = "2000",
                min = 1,
                max = 1_000_000,
                doc = "Requests one instance of the door works on at a time; more are answered with 503.")
        int maxInFlight,

        @Setting(
                value = "1000",
                min = 1,
                max = 1_000_000,
                doc =
                        "Those of them that may be for one feature, so that a slow one leaves room for the others; more are answered with 503.")
        int maxInFlightPerFeature,

        @Setting(
                form = WebOrigin.class,
                doc =
                        "Origins whose pages may call the REST interface (CORS), such as https://app.example.com, beside this server's own pages.")
        List<String> corsOrigins,

        @Setting(
                value = "none",
                doc =
                        "Header in which a proxy in front says whom it asks for: forwarded (RFC 7239) or x-forwarded; none where there is no proxy, because then anybody could send one.")
        ForwardedBy trustForwarded,

        @Setting(value = "true", doc = "Whether answers of 1 KiB and more are compressed for clients that take it.")
        boolean compression,

        @Setting(
                doc =
                        "File with the certificate chain (PEM) for HTTPS with HTTP/2; unset: HTTP, for a proxy in front or a trusted network.")
        @Nullable
        Path tlsCertificate,

        @Setting(doc = "File with the certificate's private key (PEM, PKCS #8).") @Nullable
        Path tlsKey,

        @Setting(
                value = "10",
                min = 1,
                max = 100_000,
                doc = "Sign-ins that one address may try for one account within the sign-in window.")
        int signInAttempts,

        @Setting(
                value = "100",
                min = 1,
                max = 1_000_000,
                doc = "Sign-ins that one address may try for all accounts within the sign-in window.")
        int signInAttemptsPerAddress,

        @Setting(value = "60s", min = 1_000, max = 86_400_000, doc = "The sign-in window.")
        Duration signInWindow,

        @Setting(
                value = "50",
                min = 1,
                max = 1_000_000,
                doc =
                        "Sign-ins that all clients together may try for one account within the sign-in window, but for those that signed in to it before.")
        int signInAttemptsPerAccount) {

    public HttpConfig {
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("http.tls-certificate and http.tls-key go together: set both or none.");
        }
        if (tlsCertificate != null && tlsKey != null) {
            requireReadable("http.tls-certificate", tlsCertificate);
            requireReadable("http.tls-key", tlsKey);
            String fault = Encryption.fault(tlsCertificate, tlsKey);
            if (fault != null) {
                throw new IllegalArgumentException(fault);
            }
        }
    }

    private static void requireReadable(String key, Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(key + " names " + file + ", which cannot be read.");
        }
    }

    /** Whether browsers come by https. */
    boolean isSecure() {
        return publicUrl == null ? tlsCertificate != null : publicUrl.startsWith("https:");
    }

    /** Where the address of a client behind a proxy stands. */
    public enum ForwardedBy {
        NONE,
        FORWARDED,
        X_FORWARDED
    }
}
