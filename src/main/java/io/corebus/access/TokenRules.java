package io.corebus.access;

import io.corebus.access.TokenMessages.IssueToken;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an API token may be. */
final class TokenRules {
    private static final int MAX_NAME = 100;
    private static final int MAX_SCOPES = 50;
    private static final int MAX_RATE = 100_000;
    private static final Pattern SCOPE =
            Pattern.compile("read|write|admin|[a-z][a-z0-9_]{0,62}:(read|create|update|delete|act|\\*)");

    private TokenRules() {}

    /** The same with every scope once. Fails with {@code validation} 422 and every fault. */
    static IssueToken check(IssueToken request, Instant now) {
        Faults faults = new Faults();
        String name = checkName(request.name(), faults);
        List<String> scopes = checkScopes(request.scopes(), faults);
        String expiresAt = checkExpiry(request.expiresAt(), now, faults);
        Integer rate = request.rate();
        if (rate != null && (rate < 1 || rate > MAX_RATE)) {
            faults.add("/rate", "range", "The rate is a number of requests a second, from 1 to 100000.");
        }
        if (request.seed() == null || !OpaqueTokens.isToken(request.seed())) {
            faults.add("/seed", "format", "The seed has 256 bits, base64url.");
        }
        faults.refuse();
        return new IssueToken(request.user(), name, scopes, expiresAt, rate, request.seed());
    }

    private static String checkName(@Nullable String name, Faults faults) {
        String trimmed = name == null ? "" : name.strip();
        if (name == null || trimmed.isEmpty()) {
            faults.add("/name", "required", "A name is required: it tells what the token is for.");
        } else if (Text.length(trimmed) > MAX_NAME) {
            faults.add("/name", "max-length", "A name has at most 100 characters.");
        } else if (Text.hasLoneSurrogate(trimmed) || name.codePoints().anyMatch(Character::isISOControl)) {
            faults.add("/name", "characters", "A name has no control characters.");
        }
        return trimmed;
    }

    private static List<String> checkScopes(@Nullable List<String> scopes, Faults faults) {
        List<String> given = scopes == null ? List.of() : scopes;
        if (scopes != null && scopes.isEmpty()) {
            faults.add(
                    "/scopes",
                    "min-items",
                    "A token is good for something: leave scopes out for all that its user may.");
        }
        if (given.size() > MAX_SCOPES) {
            faults.add("/scopes", "max-items", "A token has at most 50 scopes.");
            return List.of();
        }
        for (int i = 0; i < given.size(); i++) {
            checkScope(given.get(i), "/scopes/" + i, faults);
        }
        return faults.isEmpty() ? given.stream().distinct().toList() : given;
    }

    private static void checkScope(@Nullable String scope, String pointer, Faults faults) {
        if (scope == null || !isScope(scope)) {
            faults.add(
                    pointer,
                    "pattern",
                    "A scope is read, write, admin, or a feature, a colon, and read, create, update, delete, act or *, such as features:create or orders:act.");
        }
    }

    static boolean isScope(String text) {
        return SCOPE.matcher(text).matches();
    }

    private static @Nullable String checkExpiry(@Nullable String expiresAt, Instant now, Faults faults) {
        if (expiresAt == null) {
            return null;
        }
        try {
            Instant end = OffsetDateTime.parse(expiresAt).toInstant();
            if (!end.isAfter(now) || end.isAfter(ApiTokens.NEVER)) {
                faults.add("/expires_at", "range", "The token must expire in the future.");
            }
            return end.toString();
        } catch (DateTimeParseException malformed) {
            faults.add("/expires_at", "format", "This is no moment; one looks like 2030-12-31T23:59:59Z.");
            return null;
        }
    }
}
