package io.corebus.access;

import io.corebus.bus.Address;
import io.corebus.bus.Health;
import io.corebus.bus.Json;
import io.corebus.bus.Topic;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the access room answers: who somebody is, and the accounts.
 *
 * <p>Failures: {@code invalid-credentials} 401 (never says whether the user exists), {@code invalid-token} 401 (malformed, forged, expired, or of a user
 * that is gone or disabled), {@code forbidden} 403, {@code not-found} 404, {@code conflict} and {@code last-admin} 409, {@code validation} 422.
 */
public final class AccessMessages {
    public static final Address<Health.Check, Health.Report> HEALTH = Health.address("access");

    public static final Address<Authenticate, Identity> AUTHENTICATE =
            address("authenticate", Authenticate.class, Identity.class).withAttempt(Duration.ofMillis(600));
    /** Hashing a password is slow on purpose: more time for one attempt. */
    public static final Address<SignIn, Tokens> SIGN_IN =
            address("sign-in", SignIn.class, Tokens.class).withAttempt(Duration.ofSeconds(5));

    public static final Address<Recognize, Recognized> RECOGNIZE =
            address("recognize", Recognize.class, Recognized.class);

    public static final Address<Refresh, Tokens> REFRESH = address("refresh", Refresh.class, Tokens.class);
    public static final Address<SignOut, Done> SIGN_OUT = address("sign-out", SignOut.class, Done.class);
    public static final Address<PrepareSetup, Setup> PREPARE_SETUP =
            address("prepare-setup", PrepareSetup.class, Setup.class).withAttempt(Duration.ofSeconds(5));
    public static final Address<CompleteSetup, Tokens> COMPLETE_SETUP =
            address("complete-setup", CompleteSetup.class, Tokens.class).withAttempt(Duration.ofSeconds(5));
    public static final Address<CreateUser, User> CREATE_USER =
            address("create-user", CreateUser.class, User.class).withAttempt(Duration.ofSeconds(5));
    public static final Address<GetUser, User> GET_USER = address("get-user", GetUser.class, User.class);
    public static final Address<ListUsers, UserPage> LIST_USERS =
            address("list-users", ListUsers.class, UserPage.class);
    public static final Address<ChangeUser, User> CHANGE_USER =
            address("change-user", ChangeUser.class, User.class).withAttempt(Duration.ofSeconds(5));
    public static final Address<DeleteUser, Done> DELETE_USER = address("delete-user", DeleteUser.class, Done.class);
    public static final Address<PublicKeys, KeySet> PUBLIC_KEYS =
            address("public-keys", PublicKeys.class, KeySet.class);
    public static final Address<RotateKeys, Done> ROTATE_KEYS = address("rotate-keys", RotateKeys.class, Done.class);

    /** Marks a text, the same way on every node, so that a door can tell later whether it gave it out. Nobody without the signing keys can. */
    public static final Address<Attest, Attestation> ATTEST = address("attest", Attest.class, Attestation.class);

    public static final Address<CheckAttestation, AttestationCheck> CHECK_ATTESTATION =
            address("check-attestation", CheckAttestation.class, AttestationCheck.class);

    /** A user's roles, password, existence, sessions or API tokens changed: what was remembered of its tokens is void. */
    public static final Topic<UserChanged> USER_CHANGED = new Topic<>("corebus.access.user-changed", UserChanged.class);

    private AccessMessages() {}

    /**
     * One name for all spellings of an e-mail address that this room takes for the same. Whoever counts by the address has to count by this: else each spelling
     * has a counter of its own.
     */
    public static String account(String email) {
        return EmailRules.comparable(email);
    }

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.access." + verb, request, reply);
    }

    public record Done() {}

    /** @param token an access token or an API token as it came, without {@code Bearer} */
    public record Authenticate(String token) {
        @Override
        public String toString() {
            return "Authenticate[]";
        }
    }

    /**
     * @param tokenId {@code jti} of an access token; how an API token begins
     * @param scopes what the token is good for, as in {@link io.corebus.bus.Caller}; empty: all that the user may
     * @param expiresAt seconds since 1970
     * @param rate requests a second that this token may make; null: no rate of its own
     */
    public record Identity(
            String user,
            String email,
            List<String> roles,
            String tokenId,
            List<String> scopes,
            long expiresAt,
            @Nullable Integer rate) {
        /** Of a token without a rate of its own. */
        public Identity(
                String user, String email, List<String> roles, String tokenId, List<String> scopes, long expiresAt) {
            this(user, email, roles, tokenId, scopes, expiresAt, null);
        }
    }

    /** From where somebody signs in, as far as is known; cut to what is kept. */
    public record Client(@Nullable String address, @Nullable String agent) {
        static final Client UNKNOWN = new Client(null, null);

        private static final int MAX_ADDRESS = 64;
        private static final int MAX_AGENT = 200;

        @Nullable
        String shortAddress() {
            return cut(address, MAX_ADDRESS);
        }

        @Nullable
        String shortAgent() {
            return cut(agent, MAX_AGENT);
        }

        static Client orUnknown(@Nullable Client client) {
            return client == null ? UNKNOWN : client;
        }

        private static @Nullable String cut(@Nullable String text, int length) {
            if (text == null) {
                return null;
            }
            String clean = text.replaceAll("[^ -~]", "?");
            return clean.substring(0, Math.min(clean.length(), length));
        }
    }

    /** @param known whether the client signed in to this account before: then it does not wait behind strangers */
    public record SignIn(
            String email, String password, @Nullable Client client, boolean known) {
        /** From somewhere. */
        public SignIn(String email, String password) {
            this(email, password, null, false);
        }

        @Override
        public String toString() {
            return "SignIn[]";
        }
    }

    /**
     * @param expiresIn seconds that the access token is good for
     * @param device what the client may keep to be known at its next sign-in with a password; null for other sign-ins
     */
    public record Tokens(
            String accessToken,
            int expiresIn,
            String refreshToken,
            @Nullable String device) {
        /** Without a device. */
        public Tokens(String accessToken, int expiresIn, String refreshToken) {
            this(accessToken, expiresIn, refreshToken, null);
        }

        Tokens with(@Nullable String newDevice) {
            return new Tokens(accessToken, expiresIn, refreshToken, newDevice);
        }

        @Override
        public String toString() {
            return "Tokens[]";
        }
    }

    /** Is this a device that signed in to the account before? */
    public record Recognize(String email, String device) {
        @Override
        public String toString() {
            return "Recognize[]";
        }
    }

    public record Recognized(boolean known) {}

    public record Refresh(String refreshToken) {
        @Override
        public String toString() {
            return "Refresh[]";
        }
    }

    public record SignOut(String refreshToken) {
        @Override
        public String toString() {
            return "SignOut[]";
        }
    }

    /**
     * Asked once when a node has started. Creates the admin that the environment names, or offers a one-time set-up token, where there is no admin.
     *
     * @param email null where the environment names none
     */
    public record PrepareSetup(
            @Nullable String email, @Nullable String password) {
        /**
         * Why no admin can be made of this, so that it can be told before a node starts: each with the variable that is at fault in front.
         *
         * @param passwordMinLength {@code access.password-min-length}
         */
        public List<String> faults(int passwordMinLength) {
            return PrepareSetupHandler.faults(this, passwordMinLength);
        }

        @Override
        public String toString() {
            return "PrepareSetup[]";
        }
    }

    /**
     * @param outcome {@code admin-exists}, {@code admin-created} or {@code token-offered}
     * @param token for {@code token-offered}: the token for the set-up link
     */
    public record Setup(String outcome, @Nullable String token) {
        @Override
        public String toString() {
            return "Setup[" + outcome + "]";
        }
    }

    public record CompleteSetup(
            String token,
            String email,
            String password,
            @Nullable Client client) {
        /** From somewhere. */
        public CompleteSetup(String token, String email, String password) {
            this(token, email, password, null);
        }

        @Override
        public String toString() {
            return "CompleteSetup[]";
        }
    }

    /** Only for admins, as are the other messages about users, but for what a caller may ask and change of itself. */
    public record CreateUser(String email, String password, List<String> roles) {
        @Override
        public String toString() {
            return "CreateUser[]";
        }
    }

    public record User(String id, String email, List<String> roles, boolean disabled, String createdAt) {}

    /** Exactly one of both; by the e-mail address for admins only. */
    public record GetUser(@Nullable String id, @Nullable String email) {
        public GetUser(String id) {
            this(id, null);
        }
    }

    /** @param limit 1..1000 */
    public record ListUsers(int limit, @Nullable String after) {}

    public record UserPage(List<User> users, @Nullable String next) {}

    /** Changes what is not null. */
    public record ChangeUser(
            String id,
            @Nullable String password,
            @Nullable List<String> roles,
            @Nullable Boolean disabled) {
        @Override
        public String toString() {
            return "ChangeUser[" + id + "]";
        }
    }

    public record DeleteUser(String id) {}

    public record PublicKeys() {}

    /** @param jwks a JWK set (RFC 7517) with public keys only */
    public record KeySet(Json jwks) {}

    /** Makes a new signing key; tokens signed with the ones before stay good until they expire. */
    public record RotateKeys() {}

    /**
     * @param purpose one line that names what the text is for: a mark for one purpose is none for another
     * @param text at most 64 KiB; not a secret
     */
    public record Attest(String purpose, String text) {}

    /** @param mark good as long as the key that made it verifies access tokens, too */
    public record Attestation(String mark) {}

    public record CheckAttestation(String purpose, String text, String mark) {
        @Override
        public String toString() {
            return "CheckAttestation[" + purpose + "]";
        }
    }

    /** @param genuine whether {@link #ATTEST} gave this mark for this text and purpose */
    public record AttestationCheck(boolean genuine) {}

    public record UserChanged(String user) {}
}
