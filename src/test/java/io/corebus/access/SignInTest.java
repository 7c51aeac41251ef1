package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.EndSessions;
import io.corebus.storage.StorageMessages.InsertSession;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
    private House house;

    @BeforeEach
    void open() {
        house = House.withAdmin();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void theRightPassword_givesTokens() {
        Tokens tokens = house.signIn(House.ADMIN_EMAIL, House.PASSWORD);

        assertThat(tokens.expiresIn()).isEqualTo(900);
        assertThat(tokens.refreshToken()).matches("[A-Za-z0-9_-]{43}");
        assertThat(house.authenticate(tokens.accessToken()).email()).isEqualTo(House.ADMIN_EMAIL);
        assertThat(house.count("corebus.access.sign.ins", "ok")).isEqualTo(1);
    }

    @Test
    void theAddress_isTrimmedAndComparedWithoutRegardToCase() {
        assertThat(house.signIn("  ADA@Example.ORG\t", House.PASSWORD).accessToken())
                .isNotEmpty();
    }

    @Test
    void onlyTheHashOfTheRefreshToken_isStored() {
        Tokens tokens = house.signIn(House.ADMIN_EMAIL, House.PASSWORD);

        InsertSession stored = house.storage.requests(InsertSession.class).get(0);
        assertThat(stored.tokenHash()).isEqualTo(Encoding.base64url(Encoding.sha256(tokens.refreshToken())));
        assertThat(stored.expiresAt())
                .isEqualTo(house.clock.instant().plus(Duration.ofHours(720)).toString());
    }

    @Test
    void aWrongPassword_isRefused_andNoSessionBegins() {
        refused(House.ADMIN_EMAIL, "wrong horse battery");

        assertThat(house.storage.requests(InsertSession.class)).isEmpty();
        assertThat(house.count("corebus.access.sign.ins", "invalid-credentials"))
                .isEqualTo(1);
    }

    @Test
    void anUnknownUser_costsTheSameHash() {
        long before = house.hashes();
        refused("nobody@example.org", House.PASSWORD);
        assertThat(house.hashes() - before).isEqualTo(1);

        refused(House.ADMIN_EMAIL, "wrong horse battery");
        assertThat(house.hashes() - before).isEqualTo(2);
    }

    @Test
    void aDisabledUser_isRefusedInTheSameWords_atTheSameCost() {
        AccessMessages.User bob = house.createUser("bob@example.org");
        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(bob.id(), null, null, true), house.admin());
        long before = house.hashes();

        refused("bob@example.org", House.PASSWORD);

        assertThat(house.hashes() - before).isEqualTo(1);
    }

    @Test
    void aUserWithoutPassword_cannotSignInWithOne() {
        AccessMessages.User bob = house.createUser("bob@example.org");
        house.storage.changeBehindTheBack(bob.id(), user -> withHash(user, null));

        refused("bob@example.org", House.PASSWORD);
    }

    @Test
    void aHashThatCannotBeRead_isRefusedLikeAWrongPassword() {
        AccessMessages.User bob = house.createUser("bob@example.org");
        for (String broken : List.of("", "plain", "$argon2id$v=19$m=a,t=1,p=1$x$y", "$2a$10$abcdefghijklmnopqrstuv")) {
            house.storage.changeBehindTheBack(bob.id(), user -> withHash(user, broken));
            refused("bob@example.org", House.PASSWORD);
        }
    }

    @Test
    void theSamePasswordTypedOnAnotherSystem_isTheSame() {
        house.ask(
                AccessMessages.CREATE_USER,
                new AccessMessages.CreateUser("eve@example.org", "caf\u00e9 cr\u00e8me 42", List.of()),
                house.admin());

        assertThat(house.signIn("eve@example.org", "cafe\u0301 cre\u0300me 42").accessToken())
                .isNotEmpty();
    }

    @Test
    void missingFields_areNamedTogether() {
        Failure failure = house.refusal(AccessMessages.SIGN_IN, new SignIn(null, null), house.anonymous());

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.status()).isEqualTo(422);
        assertThat(failure.detail()).isEqualTo("/email: An e-mail address is required. (and 1 more)");
        assertThat(failure.errors())
                .extracting("pointer", "code", "detail")
                .containsExactly(
                        tuple("/email", "required", "An e-mail address is required."),
                        tuple("/password", "required", "A password is required."));
        assertThat(house.count("corebus.access.sign.ins", "validation")).isEqualTo(1);
    }

    @Test
    void passwordsThatCannotBeText_areRefusedClearly() {
        validation("pass\0word12", "/password: A password cannot have the character NUL (U+0000).");
        validation("password12\ud800", "/password: A password cannot have half a character (a lone surrogate).");
        validation("x".repeat(129), "/password: A password has at most 128 characters.");
    }

    @Test
    void aHashMadeWithLessEffort_isMadeAnewAtTheNextSignIn() {
        try (House stronger = House.with(House.config(128, 2, 50), 1)) {
            stronger.ask(
                    AccessMessages.PREPARE_SETUP,
                    new AccessMessages.PrepareSetup(House.ADMIN_EMAIL, House.PASSWORD),
                    stronger.system());
            String weak = house.storage.user(House.ADMIN_EMAIL).passwordHash();
            String id = stronger.storage.user(House.ADMIN_EMAIL).id();
            stronger.storage.changeBehindTheBack(id, user -> withHash(user, weak));

            stronger.signIn(House.ADMIN_EMAIL, House.PASSWORD);

            assertThat(weak).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
            assertThat(stronger.storage.user(House.ADMIN_EMAIL).passwordHash())
                    .startsWith("$argon2id$v=19$m=128,t=1,p=1$");
            stronger.signIn(House.ADMIN_EMAIL, House.PASSWORD);
            assertThat(stronger.storage.requests(UpdateUser.class))
                    .singleElement()
                    .matches(UpdateUser::samePassword, "is the same password")
                    .matches(change -> weak.equals(change.expectedHash()), "only while it is");
        }
    }

    @Test
    void aWrongPassword_costsTheSame_whereTheHashWasMadeWithLessEffortOrCannotBeRead() {
        String weak = house.storage.user(House.ADMIN_EMAIL).passwordHash();
        try (House stronger = House.with(House.config(32_768, 2, 50), 1)) {
            PrepareSetup setup = new PrepareSetup(House.ADMIN_EMAIL, House.PASSWORD);
            stronger.ask(AccessMessages.PREPARE_SETUP, setup, stronger.system());
            String id = stronger.storage.user(House.ADMIN_EMAIL).id();
            for (String hash : List.of(weak, "plain")) {
                stronger.storage.changeBehindTheBack(id, user -> withHash(user, hash));
                double unknown = Double.MAX_VALUE;
                double known = Double.MAX_VALUE;
                for (int i = 0; i < 3; i++) {
                    unknown = Math.min(unknown, cost(stronger, "nobody@example.org"));
                    known = Math.min(known, cost(stronger, House.ADMIN_EMAIL));
                }
                assertThat(known).isGreaterThan(unknown / 3);
            }
        }
    }

    /** Of a wrong password, in milliseconds of hashing. */
    private static double cost(House house, String email) {
        Timer timer = house.meters.get("corebus.access.password.hashing").timer();
        double before = timer.totalTime(TimeUnit.MILLISECONDS);
        house.refusal(AccessMessages.SIGN_IN, new SignIn(email, "wrong horse battery"), house.anonymous());
        return timer.totalTime(TimeUnit.MILLISECONDS) - before;
    }

    @Test
    void aPasswordThatIsSetWhileItsHashIsMadeAnew_isNotOverwritten() {
        String weak = house.storage.user(House.ADMIN_EMAIL).passwordHash();
        try (House stronger = House.with(House.config(128, 2, 50), 1)) {
            PrepareSetup setup = new PrepareSetup(House.ADMIN_EMAIL, House.PASSWORD);
            stronger.ask(AccessMessages.PREPARE_SETUP, setup, stronger.system());
            String id = stronger.storage.user(House.ADMIN_EMAIL).id();
            stronger.storage.changeBehindTheBack(id, user -> withHash(user, weak));
            stronger.storage.afterNext(
                    StorageMessages.INSERT_SESSION,
                    () -> stronger.storage.afterNext(
                            StorageMessages.FIND_USER,
                            () -> stronger.storage.changeBehindTheBack(id, user -> withHash(user, "of the admin"))));

            stronger.signIn(House.ADMIN_EMAIL, House.PASSWORD);

            assertThat(stronger.storage.requests(UpdateUser.class)).hasSize(1);
            assertThat(stronger.storage.user(House.ADMIN_EMAIL).passwordHash()).isEqualTo("of the admin");
        }
    }

    @Test
    void aFailureToMakeTheHashAnew_doesNotSpoilTheSignIn() {
        house.addRoom(House.config(128, 2, 50));
        house.storage.fail(StorageMessages.UPDATE_USER, Failure.unavailable("storage-unavailable", "Away."));

        for (int i = 0; i < 2; i++) {
            house.signIn(House.ADMIN_EMAIL, House.PASSWORD);
        }

        assertThat(house.storage.requests(UpdateUser.class)).hasSize(1);
    }

    @Test
    void aPasswordThatChangesDuringTheSignIn_endsIt() {
        String other = otherHash();
        String id = house.storage.user(House.ADMIN_EMAIL).id();
        house.storage.afterNext(
                StorageMessages.INSERT_SESSION,
                () -> house.storage.changeBehindTheBack(id, user -> withHash(user, other)));

        refused(House.ADMIN_EMAIL, House.PASSWORD);

        assertThat(house.storage.requests(EndSessions.class)).hasSize(1);
        assertThat(house.storage.sessionsOf(id)).isZero();
    }

    @Test
    void aHashThatChangesDuringTheSignIn_butNotThePassword_isNoReason() {
        house.createUser("bob@example.org");
        String sameAgain = house.storage.user("bob@example.org").passwordHash();
        String id = house.storage.user(House.ADMIN_EMAIL).id();
        house.storage.afterNext(
                StorageMessages.INSERT_SESSION,
                () -> house.storage.changeBehindTheBack(id, user -> withHash(user, sameAgain)));

        assertThat(house.signIn(House.ADMIN_EMAIL, House.PASSWORD).accessToken())
                .isNotEmpty();
    }

    @Test
    void aUserDeletedDuringTheSignIn_isRefused() {
        AccessMessages.User bob = house.createUser("bob@example.org");
        house.storage.afterNext(
                StorageMessages.FIND_USER, () -> house.storage.changeBehindTheBack(bob.id(), user -> null));

        refused("bob@example.org", House.PASSWORD);
    }

    @Test
    void moreAtOnceThanMayWait_areToldToComeBack() {
        try (House small = House.with(House.config(4096, 1, 2), 1)) {
            List<Future<Tokens>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                SignIn request = new SignIn("nobody@example.org", House.PASSWORD);
                all.add(small.bus.request(AccessMessages.SIGN_IN, request, small.anonymous()));
            }
            Future<?> finished = Future.join(all).otherwiseEmpty();
            small.await(finished);

            List<Failure> failures = all.stream()
                    .map(Future::cause)
                    .map(io.corebus.bus.FailureException::of)
                    .toList();
            assertThat(failures).extracting(Failure::code).contains("invalid-credentials", "overloaded");
            Failure overloaded = failures.stream()
                    .filter(failure -> failure.code().equals("overloaded"))
                    .findFirst()
                    .orElseThrow();
            assertThat(overloaded.status()).isEqualTo(503);
            assertThat(overloaded.retryAfter()).isEqualTo(1);
            assertThat(overloaded.detail()).isEqualTo("Too many passwords wait to be checked. Try again in a second.");
            small.refusal(AccessMessages.SIGN_IN, new SignIn("nobody@example.org", "x"), small.anonymous());
        }
    }

    private String otherHash() {
        house.ask(
                AccessMessages.CREATE_USER,
                new AccessMessages.CreateUser("eve@example.org", "another password", List.of()),
                house.admin());
        return house.storage.user("eve@example.org").passwordHash();
    }

    private static User withHash(User user, String hash) {
        return new User(user.id(), user.email(), hash, user.roles(), user.disabled(), user.createdAt());
    }

    private void refused(String email, String password) {
        Failure failure = house.refusal(AccessMessages.SIGN_IN, new SignIn(email, password), house.anonymous());
        assertThat(failure.code()).isEqualTo("invalid-credentials");
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.detail()).isEqualTo("The e-mail address or the password is wrong.");
    }

    private void validation(String password, String detail) {
        Failure failure =
                house.refusal(AccessMessages.SIGN_IN, new SignIn(House.ADMIN_EMAIL, password), house.anonymous());
        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.detail()).isEqualTo(detail);
    }
}
