package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.config.OidcConfig;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The provider as its discovery document describes it. Its keys are looked up again when they are some minutes old, and when a token names one that is not known, or
 * is signed with none of them. Belongs to one event loop.
 */
final class OidcProvider {
    private static final Duration DESCRIBED_FOR = Duration.ofHours(1);
    /** One that the provider has withdrawn must not be trusted for long. */
    private static final Duration KEYS_KNOWN_FOR = Duration.ofMinutes(5);
    /** Tokens that name keys nobody has, or are signed with none, must not make us ask for each. */
    private static final Duration KEYS_AT_MOST_EVERY = Duration.ofSeconds(5);

    private final OidcConfig config;
    private final String issuer;
    private final String clientId;
    private final ProviderHttp http;
    private final Clock clock;
    private @Nullable JsonNode description;
    private @Nullable ProviderKeys keys;
    private Instant describedAt = Instant.EPOCH;
    private Instant keysAt = Instant.EPOCH;
    private Instant learntAt = Instant.EPOCH;
    /** Whether it did not answer when it was asked for its keys the last time. */
    private boolean isAway;
    /** Many may wait for it. */
    private Future<ProviderKeys> asking = Future.failedFuture(Refusals.oidcUnavailable());

    OidcProvider(OidcConfig config, ProviderHttp http, Clock clock) {
        this.config = config;
        this.issuer = Objects.requireNonNull(config.issuer(), "oidc.issuer");
        this.clientId = Objects.requireNonNull(config.clientId(), "oidc.client-id");
        this.http = http;
        this.clock = clock;
    }

    String issuer() {
        return issuer;
    }

    /** Where to send the browser for a flow. */
    Future<String> location(OidcFlow flow) {
        return description().map(described -> location(described, flow));
    }

    private String location(JsonNode described, OidcFlow flow) {
        String endpoint = described.path("authorization_endpoint").asText();
        String challenge = Encoding.base64url(Encoding.sha256(flow.verifier()));
        return endpoint + (endpoint.contains("?") ? "&" : "?") + "response_type=code"
                + "&client_id=" + ProviderHttp.encoded(clientId)
                + "&redirect_uri=" + ProviderHttp.encoded(flow.redirectUri())
                + "&scope=" + ProviderHttp.encoded(String.join(" ", config.scopes()))
                + "&state=" + flow.state() + "&nonce=" + flow.nonce()
                + "&code_challenge=" + challenge + "&code_challenge_method=S256";
    }

    /** Fails with {@code oidc-refused} where another provider answered (RFC 9207), as far as this one tells its name. */
    Future<Void> requireIssuer(@Nullable String named) {
        return description().map(described -> {
            boolean promised = described
                    .path("authorization_response_iss_parameter_supported")
                    .asBoolean();
            if (named == null ? promised : !named.equals(issuer)) {
                throw Refusals.oidcRefused("Another provider answered than the one that was asked. Sign in again.");
            }
            return null;
        });
    }

    /** What the provider gives for a code. Fails with {@code oidc-refused} where it does not take it: anybody can send one that is none. */
    Future<JsonNode> exchange(OidcFlow flow, String code) {
        return description()
                .compose(
                        described -> http.post(described.path("token_endpoint").asText(), form(flow, code), headers()));
    }

    /** What the provider says of whoever signed in there: the claims of the ID token, and of the user info where that has no e-mail address. Fails with {@code oidc-refused}. */
    Future<Map<String, JsonNode>> claims(OidcFlow flow, JsonNode answer) {
        return Future.succeededFuture(answer)
                .compose(given -> believe(given, flow))
                .compose(claims -> complete(claims, answer));
    }

    private Map<String, String> form(OidcFlow flow, String code) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                flow.redirectUri(),
                "code_verifier",
                flow.verifier()));
        if (config.clientSecret() == null) {
            form.put("client_id", clientId);
        }
        return form;
    }

    /** HTTP Basic, what every provider takes unless it says otherwise (RFC 6749, 2.3.1). */
    private Map<String, String> headers() {
        String secret = config.clientSecret();
        if (secret == null) {
            return Map.of();
        }
        String login = ProviderHttp.encoded(clientId) + ":" + ProviderHttp.encoded(secret);
        return Map.of("authorization", "Basic " + Encoding.base64(login));
    }

    private Future<JsonNode> believe(JsonNode answer, OidcFlow flow) {
        IdToken token = IdToken.read(answer.path("id_token").asText());
        return believe(token.signed(), known -> token.believe(known, issuer, clientId, flow.nonce(), clock.instant()));
    }

    /**
     * What is made of a token with the provider's keys. Those that do not fit it may be old: a provider can give a new key the name of another one, or none at all. So
     * they are looked up again before it is refused. Fails like {@link #keysFor}, and as the check does.
     */
    <T> Future<T> believe(SignedToken token, Function<ProviderKeys, T> check) {
        return keysFor(token.header())
                .compose(known -> Future.succeededFuture(known)
                        .map(check)
                        .recover(refused -> believeWithNewer(known, token, check, refused)));
    }

    private <T> Future<T> believeWithNewer(
            ProviderKeys known, SignedToken token, Function<ProviderKeys, T> check, Throwable refused) {
        if (token.isSignedWith(known)) {
            return Future.failedFuture(refused);
        }
        return askForKeys()
                .otherwise(known)
                .compose(found -> found == known
                        ? Future.failedFuture(refused)
                        : Future.succeededFuture(found).map(check));
    }

    private Future<Map<String, JsonNode>> complete(JsonNode claims, JsonNode answer) {
        String endpoint =
                description == null ? "" : description.path("userinfo_endpoint").asText();
        if (claims.has("email")
                || endpoint.isEmpty()
                || !answer.path("access_token").isTextual()) {
            return Future.succeededFuture(merged(claims, claims));
        }
        return http.get(endpoint, answer.path("access_token").asText()).map(info -> merged(claims, info));
    }

    private static Map<String, JsonNode> merged(JsonNode claims, JsonNode info) {
        if (!claims.path("sub").equals(info.path("sub"))) {
            throw Refusals.oidcRefused("The provider's answers are about two different users. Sign in again.");
        }
        Map<String, JsonNode> merged = new HashMap<>();
        info.properties().forEach(claim -> merged.put(claim.getKey(), claim.getValue()));
        claims.properties().forEach(claim -> merged.put(claim.getKey(), claim.getValue()));
        return merged;
    }

    private Future<JsonNode> description() {
        JsonNode known = description;
        if (known != null && clock.instant().isBefore(describedAt.plus(DESCRIBED_FOR))) {
            return Future.succeededFuture(known);
        }
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return http.get(base + "/.well-known/openid-configuration").map(this::describe);
    }

    private JsonNode describe(JsonNode found) {
        if (!issuer.equals(found.path("issuer").textValue())) {
            throw Refusals.oidcUnavailable();
        }
        description = found;
        describedAt = clock.instant();
        return found;
    }

    /**
     * The same object as long as they are the same keys. Those that are known stay good while the provider is away, and nobody waits for it then but the first. Fails
     * with {@code oidc-unavailable} 503 where none are known, and the provider does not answer, or did not just now.
     */
    Future<ProviderKeys> keysFor(JsonNode header) {
        ProviderKeys known = keys;
        if (known == null) {
            return askForKeys();
        }
        if (!known.has(header)) {
            return askForKeys().otherwise(known);
        }
        if (clock.instant().isBefore(learntAt.plus(KEYS_KNOWN_FOR))) {
            return Future.succeededFuture(known);
        }
        Future<ProviderKeys> asked = askForKeys();
        return isAway ? Future.succeededFuture(known) : asked.otherwise(known);
    }

    /** Or what came of it just now. */
    private Future<ProviderKeys> askForKeys() {
        if (!clock.instant().isBefore(keysAt.plus(KEYS_AT_MOST_EVERY))) {
            keysAt = clock.instant();
            asking = description()
                    .compose(described -> http.get(described.path("jwks_uri").asText()))
                    .map(this::learn)
                    .onFailure(away -> isAway = true);
        }
        return asking;
    }

    private ProviderKeys learn(JsonNode jwks) {
        ProviderKeys learnt = keys != null && keys.are(jwks) ? keys : new ProviderKeys(jwks);
        keys = learnt;
        learntAt = clock.instant();
        isAway = false;
        return learnt;
    }
}
