package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.corebus.access.AccessMessages.CompleteSetup;
import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.access.AccessMessages.Setup;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.InsertFirstAdmin;
import io.corebus.storage.StorageMessages.SaveSetup;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetupTest {
    private static final PrepareSetup FROM_ENVIRONMENT = new PrepareSetup(House.ADMIN_EMAIL, House.PASSWORD);
    private static final PrepareSetup NOTHING_NAMED = new PrepareSetup(null, null);

    private House house;

    @BeforeEach
    void open() {
        house = House.empty();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void theEnvironmentsAdmin_isCreatedOnce() {
        assertThat(prepare(FROM_ENVIRONMENT)).isEqualTo(new Setup("admin-created", null));
        assertThat(prepare(FROM_ENVIRONMENT)).isEqualTo(new Setup("admin-exists", null));
        assertThat(prepare(new PrepareSetup("other@example.org", "another password")))
                .isEqualTo(new Setup("admin-exists", null));

        assertThat(house.storage.requests(InsertFirstAdmin.class)).hasSize(1);
        assertThat(house.authenticate(
                                house.signIn(House.ADMIN_EMAIL, House.PASSWORD).accessToken())
                        .roles())
                .containsExactly("admin");
    }

    @Test
    void twoNodesAtOnce_createOne() {
        house.addRoom(House.config());
        var one = house.bus.request(AccessMessages.PREPARE_SETUP, FROM_ENVIRONMENT, house.system());
        var other = house.bus.request(AccessMessages.PREPARE_SETUP, FROM_ENVIRONMENT, house.system());

        assertThat(new String[] {house.await(one).outcome(), house.await(other).outcome()})
                .containsExactlyInAnyOrder("admin-created", "admin-exists");
    }

    @Test
    void whereThereIsAnAdmin_theEnvironmentIsNotEvenLookedAt() {
        prepare(FROM_ENVIRONMENT);
        long hashes = house.hashes();

        assertThat(prepare(new PrepareSetup("no address", "short"))).isEqualTo(new Setup("admin-exists", null));
        assertThat(house.hashes()).isEqualTo(hashes);
    }

    @Test
    void aPasswordThatIsTooShort_isNamedByItsVariable() {
        Failure failure = refusedPreparation(new PrepareSetup(House.ADMIN_EMAIL, "ninechars"));

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.status()).isEqualTo(422);
        assertThat(failure.detail()).isEqualTo("COREBUS_ADMIN_PASSWORD: A password has at least 10 characters.");
        assertThat(failure.errors()).extracting("pointer", "code").containsExactly(tuple("/password", "min-length"));
        assertThat(house.storage.requests(InsertFirstAdmin.class)).isEmpty();
    }

    @Test
    void halfOfTheEnvironment_isNamedByItsVariable() {
        assertThat(refusedPreparation(new PrepareSetup(House.ADMIN_EMAIL, null)).detail())
                .isEqualTo("COREBUS_ADMIN_PASSWORD: A password is required.");
        assertThat(refusedPreparation(new PrepareSetup(null, House.PASSWORD)).detail())
                .isEqualTo("COREBUS_ADMIN_EMAIL: An e-mail address is required.");
        assertThat(refusedPreparation(new PrepareSetup("ada", "x")).detail())
                .isEqualTo("COREBUS_ADMIN_EMAIL: This is no e-mail address; one looks like ada@example.org."
                        + " COREBUS_ADMIN_PASSWORD: A password has at least 10 characters.");
    }

    @Test
    void withoutEnvironment_aTokenIsOffered_ofWhichOnlyTheHashIsStored() {
        Setup setup = prepare(NOTHING_NAMED);

        assertThat(setup.outcome()).isEqualTo("token-offered");
        assertThat(setup.token()).matches("[A-Za-z0-9_-]{43}");
        assertThat(house.storage.requests(SaveSetup.class))
                .containsExactly(new SaveSetup(
                        Encoding.base64url(Encoding.sha256(setup.token())),
                        house.clock.instant().plus(Duration.ofHours(24)).toString()));
    }

    @Test
    void onlyTheSystem_preparesTheSetup() {
        Failure failure = house.refusal(AccessMessages.PREPARE_SETUP, NOTHING_NAMED, house.anonymous());

        assertThat(failure.code()).isEqualTo("forbidden");
        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.detail()).isEqualTo("Only a node that starts prepares the set-up.");
        assertThat(house.storage.requests(SaveSetup.class)).isEmpty();
    }

    @Test
    void theOfferedToken_createsTheAdminAndSignsItIn() {
        Setup setup = prepare(NOTHING_NAMED);

        Tokens tokens = complete(setup.token(), house.anonymous());

        assertThat(house.authenticate(tokens.accessToken()).email()).isEqualTo(House.ADMIN_EMAIL);
        assertThat(house.authenticate(tokens.accessToken()).roles()).containsExactly("admin");
        assertThat(house.signIn(House.ADMIN_EMAIL, House.PASSWORD).accessToken())
                .isNotEmpty();
    }

    @Test
    void theOfferedToken_isGoodOnce() {
        Setup setup = prepare(NOTHING_NAMED);
        complete(setup.token(), house.anonymous());

        Failure failure = refusedCompletion(setup.token(), "eve@example.org", House.PASSWORD);

        assertThat(failure.code()).isEqualTo("setup-closed");
        assertThat(failure.status()).isEqualTo(409);
        assertThat(failure.detail()).isEqualTo("There is an admin already. Sign in, or ask an admin for an account.");
    }

    @Test
    void whereThereIsAnAdmin_whatIsNoToken_isToldSo() {
        Setup setup = prepare(NOTHING_NAMED);
        complete(setup.token(), house.anonymous());

        assertThat(refusedCompletion("x", "eve@example.org", House.PASSWORD).code())
                .isEqualTo("setup-closed");
    }

    @Test
    void theBusAskingAgain_signsTheSameAdminIn() {
        Setup setup = prepare(NOTHING_NAMED);
        Caller sameCommand = house.anonymous();
        Tokens first = complete(setup.token(), sameCommand);
        Tokens again = complete(setup.token(), sameCommand);

        assertThat(house.authenticate(again.accessToken()).user())
                .isEqualTo(house.authenticate(first.accessToken()).user());
    }

    @Test
    void anAnswerOfStorageThatGotLost_isNotNoticed() {
        Setup setup = prepare(NOTHING_NAMED);
        house.storage.loseNextAnswer(StorageMessages.INSERT_FIRST_ADMIN);

        assertThat(complete(setup.token(), house.anonymous()).accessToken()).isNotEmpty();
        assertThat(house.storage.requests(InsertFirstAdmin.class)).hasSize(2);
    }

    @Test
    void anotherToken_isRefused() {
        Setup replaced = prepare(NOTHING_NAMED);
        prepare(NOTHING_NAMED);
        for (String token : new String[] {replaced.token(), "A".repeat(43), "", "x", null}) {
            refusedToken(token);
        }
    }

    @Test
    void anExpiredToken_isRefused() {
        Setup setup = prepare(NOTHING_NAMED);
        house.clock.forward(Duration.ofHours(24));
        refusedToken(setup.token());
    }

    @Test
    void whoseTokenIsNotGood_costsNoHash() {
        Setup setup = prepare(NOTHING_NAMED);
        refusedToken("A".repeat(43));
        assertThat(house.hashes()).isZero();
        assertThat(house.storage.requests(InsertFirstAdmin.class)).isEmpty();

        complete(setup.token(), house.anonymous());
        long hashes = house.hashes();
        refusedCompletion(setup.token(), "eve@example.org", House.PASSWORD);
        assertThat(house.hashes()).isEqualTo(hashes);
    }

    @Test
    void faultsOfTheFields_areNamedTogether_andTheTokenStaysGood() {
        Setup setup = prepare(NOTHING_NAMED);

        Failure failure = refusedCompletion(setup.token(), "ada@@example.org", "short");

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.errors())
                .extracting("pointer", "code")
                .containsExactly(tuple("/email", "format"), tuple("/password", "min-length"));
        assertThat(complete(setup.token(), house.anonymous()).accessToken()).isNotEmpty();
    }

    private Setup prepare(PrepareSetup request) {
        return house.ask(AccessMessages.PREPARE_SETUP, request, house.system());
    }

    private Tokens complete(String token, Caller caller) {
        CompleteSetup request = new CompleteSetup(token, House.ADMIN_EMAIL, House.PASSWORD);
        return house.ask(AccessMessages.COMPLETE_SETUP, request, caller);
    }

    private Failure refusedPreparation(PrepareSetup request) {
        return house.refusal(AccessMessages.PREPARE_SETUP, request, house.system());
    }

    private Failure refusedCompletion(String token, String email, String password) {
        CompleteSetup request = new CompleteSetup(token, email, password);
        return house.refusal(AccessMessages.COMPLETE_SETUP, request, house.anonymous());
    }

    private void refusedToken(String token) {
        Failure failure = refusedCompletion(token, House.ADMIN_EMAIL, House.PASSWORD);
        assertThat(failure.code()).isEqualTo("setup-token");
        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.detail())
                .isEqualTo("The set-up link is not valid or has expired. Restart a node to get a new one.");
    }
}
