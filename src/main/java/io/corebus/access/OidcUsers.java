package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.config.OidcConfig;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.FindLinked;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is here whom a provider vouches for: whoever was linked to that name at that provider before; else whoever has the same e-mail address, where the
 * provider has verified it and knows that user under no other name; else, where the configuration says so, a new user.
 */
final class OidcUsers {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Bus bus;
    private final OidcConfig config;
    private final String issuer;
    private final Clock clock;

    OidcUsers(Bus bus, OidcConfig config, String issuer, Clock clock) {
        this.bus = bus;
        this.config = config;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Who it is; whether it may come in is another question. Fails with {@code oidc-refused} 403 where it is nobody. */
    Future<User> find(Map<String, JsonNode> claims, Caller caller) {
        String subject = text(claims, "sub");
        Caller provider = provider(caller);
        return bus.request(IdentityMessages.FIND_LINKED, new FindLinked(issuer, subject), provider)
                .compose(found -> present(found.user(), subject, claims, provider));
    }

    /** The id of the user, with the roles that it has today. Fails with {@code oidc-refused} 403 where it is disabled. */
    Future<String> admit(User user, Map<String, JsonNode> claims, Caller caller) {
        return giveRoles(requireEnabled(user), claims, provider(caller)).map(User::id);
    }

    /** The provider, not the anonymous caller, is who does this. */
    private static Caller provider(Caller caller) {
        return new Caller(
                Caller.SYSTEM,
                List.of(Caller.ADMIN_ROLE),
                null,
                caller.via(),
                caller.trace(),
                Math.min(caller.deadlineNanos(), System.nanoTime() + PATIENCE.toNanos()));
    }

    private Future<User> present(@Nullable User linked, String subject, Map<String, JsonNode> claims, Caller provider) {
        return linked != null ? Future.succeededFuture(linked) : link(subject, claims, provider);
    }

    private Future<User> link(String subject, Map<String, JsonNode> claims, Caller provider) {
        String email = EmailRules.trimmed(text(claims, "email"));
        JsonNode verified = claims.get("email_verified");
        if (email.isEmpty() || verified == null || !verified.asBoolean(false)) {
            throw Refusals.oidcRefused(
                    "The provider has not verified your e-mail address. Verify it there and sign in again.");
        }
        return bus.request(StorageMessages.FIND_USER, new FindUser(null, email), provider)
                .compose(found -> orCreate(found.user(), email, claims, provider))
                .map(OidcUsers::requireEnabled)
                .compose(user -> remember(user, subject, provider));
    }

    /** What storage takes for the same address may be that of somebody else, and then nobody can be made for it either. */
    private Future<User> orCreate(@Nullable User user, String email, Map<String, JsonNode> claims, Caller provider) {
        if (isOf(user, email)) {
            return Future.succeededFuture(user);
        }
        Faults faults = new Faults();
        EmailRules.check(email, faults);
        if (user != null || !config.createUsers() || !faults.isEmpty()) {
            throw noAccount();
        }
        String id = UserIds.create(clock.millis(), provider.trace(), email);
        InsertUser command = new InsertUser(id, email, null, List.copyOf(roles(claims)));
        return bus.request(StorageMessages.INSERT_USER, command, provider)
                .recover(cause -> createdMeanwhile(cause, email, provider));
    }

    /** Another sign-in of the same person may have been faster, or a first attempt at this one. */
    private Future<User> createdMeanwhile(Throwable cause, String email, Caller provider) {
        if (!Refusals.is(cause, "conflict")) {
            return Future.failedFuture(cause);
        }
        return bus.request(StorageMessages.FIND_USER, new FindUser(null, email), provider)
                .map(found -> {
                    if (!isOf(found.user(), email)) {
                        throw noAccount();
                    }
                    return found.user();
                });
    }

    private static RuntimeException noAccount() {
        return Refusals.oidcRefused("There is no account with your e-mail address. Ask an admin for one.");
    }

    private static boolean isOf(@Nullable User user, String email) {
        return user != null && EmailRules.isSame(user.email(), email);
    }

    /** Whoever is linked to the name then: another sign-in may have been faster. */
    private Future<User> remember(User user, String subject, Caller provider) {
        return bus.request(IdentityMessages.LINK_USER, new LinkUser(issuer, subject, user.id()), provider)
                .recover(OidcUsers::inOurWords)
                .compose(done -> bus.request(IdentityMessages.FIND_LINKED, new FindLinked(issuer, subject), provider))
                .map(found -> Objects.requireNonNullElse(found.user(), user));
    }

    /** An address that was given to somebody new must not open the account of whoever had it before. */
    private static <T> Future<T> inOurWords(Throwable cause) {
        return Future.failedFuture(
                Refusals.is(cause, "conflict")
                        ? Refusals.oidcRefused("The account with your e-mail address belongs to somebody else at the"
                                + " provider. Ask an admin.")
                        : cause);
    }

    private static User requireEnabled(User user) {
        if (user.disabled()) {
            throw Refusals.oidcRefused("Your account is disabled. Ask an admin.");
        }
        return user;
    }

    /** Where the provider says who has which role, what it says counts; but the last admin stays one. */
    private Future<User> giveRoles(User user, Map<String, JsonNode> claims, Caller provider) {
        Set<String> roles = roles(claims);
        if (config.rolesClaim() == null || roles.equals(new HashSet<>(user.roles()))) {
            return Future.succeededFuture(user);
        }
        UpdateUser command = new UpdateUser(user.id(), null, List.copyOf(roles), null);
        return bus.request(StorageMessages.UPDATE_USER, command, provider)
                .onSuccess(changed -> bus.publish(AccessMessages.USER_CHANGED, new UserChanged(user.id())))
                .recover(cause -> unlessLastAdmin(cause, user));
    }

    private static Future<User> unlessLastAdmin(Throwable cause, User user) {
        return Refusals.is(cause, "last-admin") ? Future.succeededFuture(user) : Future.failedFuture(cause);
    }

    private Set<String> roles(Map<String, JsonNode> claims) {
        Set<String> roles = new TreeSet<>();
        JsonNode claim = config.rolesClaim() == null ? null : claims.get(config.rolesClaim());
        for (String value : values(claim)) {
            for (String mapping : config.roles()) {
                int equals = mapping.lastIndexOf('=');
                if (mapping.substring(0, equals).equals(value)) {
                    roles.add(mapping.substring(equals + 1));
                }
            }
        }
        return roles;
    }

    private static List<String> values(@Nullable JsonNode claim) {
        List<String> values = new ArrayList<>();
        if (claim != null && claim.isTextual()) {
            values.add(claim.asText());
        } else if (claim != null) {
            claim.forEach(value -> values.add(value.asText()));
        }
        return values;
    }

    private static String text(Map<String, JsonNode> claims, String name) {
        JsonNode claim = claims.get(name);
        return claim == null ? "" : claim.asText();
    }
}
