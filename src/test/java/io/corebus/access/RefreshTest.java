package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.Refresh;
import io.corebus.access.AccessMessages.SignOut;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.EndSessions;
import io.corebus.storage.StorageMessages.RotateSession;
import io.corebus.storage.StorageMessages.User;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshTest {
    private House house;
    private Tokens tokens;

    @BeforeEach
    void signIn() {
        house = House.withAdmin();
        tokens = house.signIn(House.ADMIN_EMAIL, House.PASSWORD);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aRefreshToken_isExchangedForTheNext() {
        Tokens next = refresh(tokens.refreshToken());
        Tokens afterNext = refresh(next.refreshToken());

        assertThat(next.refreshToken()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(tokens.refreshToken());
        assertThat(afterNext.refreshToken()).isNotEqualTo(next.refreshToken());
        assertThat(next.expiresIn()).isEqualTo(900);
        assertThat(house.authenticate(afterNext.accessToken()).email()).isEqualTo(House.ADMIN_EMAIL);
        assertThat(house.count("corebus.access.refreshes", "ok")).isEqualTo(2);
    }

    @Test
    void everyRefresh_prolongsTheSession() {
        house.clock.forward(Duration.ofHours(719));
        Tokens next = refresh(tokens.refreshToken());
        house.clock.forward(Duration.ofHours(719));

        assertThat(refresh(next.refreshToken()).accessToken()).isNotEmpty();
    }

    @Test
    void aTokenUsedTwice_isToldToAllNodes_once() {
        refresh(tokens.refreshToken());
        assertThat(house.changedUsers).isEmpty();
        String user = house.storage.user(House.ADMIN_EMAIL).id();

        refused(tokens.refreshToken());
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(house.changedUsers).containsExactly(user));
        refused(tokens.refreshToken());
        assertThat(house.changedUsers).containsExactly(user);
    }

    @Test
    void aTokenUsedTwice_endsTheWholeSession() {
        Tokens next = refresh(tokens.refreshToken());

        refused(tokens.refreshToken());
        refused(next.refreshToken());

        assertThat(house.count("corebus.access.refreshes", "invalid-token")).isEqualTo(2);
    }

    @Test
    void theBusAskingAgain_getsTheSameTokenAndEndsNothing() {
        Caller sameCommand = house.anonymous();
        Tokens first = house.ask(AccessMessages.REFRESH, new Refresh(tokens.refreshToken()), sameCommand);
        Tokens again = house.ask(AccessMessages.REFRESH, new Refresh(tokens.refreshToken()), sameCommand);

        assertThat(again.refreshToken()).isEqualTo(first.refreshToken());
        assertThat(refresh(again.refreshToken()).accessToken()).isNotEmpty();
    }

    @Test
    void anAnswerOfStorageThatGotLost_isNotNoticed() {
        house.storage.loseNextAnswer(StorageMessages.ROTATE_SESSION);

        Tokens next = refresh(tokens.refreshToken());

        assertThat(house.storage.requests(RotateSession.class)).hasSize(2);
        assertThat(refresh(next.refreshToken()).accessToken()).isNotEmpty();
    }

    @Test
    void anExpiredToken_isRefused() {
        house.clock.forward(Duration.ofHours(720));
        refused(tokens.refreshToken());
    }

    @Test
    void whatIsNoToken_isRefusedWithoutAskingStorage() {
        refused("x");
        refused(tokens.accessToken());
        refused(tokens.refreshToken() + "A");

        assertThat(house.storage.requests(RotateSession.class)).isEmpty();
    }

    @Test
    void anUnknownToken_isRefused() {
        refused("A".repeat(43));
    }

    @Test
    void noToken_isAFaultOfTheRequest() {
        Failure failure = house.refusal(AccessMessages.REFRESH, new Refresh(null), house.anonymous());

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.status()).isEqualTo(422);
        assertThat(failure.detail()).isEqualTo("/refresh_token: The refresh token is required.");
    }

    @Test
    void aDisabledUser_isRefused_andItsSessionsEnd() {
        AccessMessages.User bob = house.createUser("bob@example.org");
        Tokens bobs = house.signIn("bob@example.org", House.PASSWORD);
        house.storage.changeBehindTheBack(
                bob.id(),
                user -> new User(user.id(), user.email(), user.passwordHash(), user.roles(), true, user.createdAt()));

        refused(bobs.refreshToken());

        assertThat(house.storage.requests(EndSessions.class)).containsExactly(new EndSessions(null, bob.id()));
        assertThat(house.storage.sessionsOf(bob.id())).isZero();
    }

    @Test
    void aChangedPassword_endsAllSessions() {
        String id = house.storage.user(House.ADMIN_EMAIL).id();
        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(id, "a new password", null, null), house.admin());

        refused(tokens.refreshToken());
    }

    @Test
    void signingOut_endsTheSession() {
        house.ask(AccessMessages.SIGN_OUT, new SignOut(tokens.refreshToken()), house.anonymous());

        refused(tokens.refreshToken());
    }

    @Test
    void signingOutTwiceOrWithNonsense_isDone() {
        for (String token : new String[] {tokens.refreshToken(), tokens.refreshToken(), "nonsense"}) {
            assertThat(house.ask(AccessMessages.SIGN_OUT, new SignOut(token), house.anonymous()))
                    .isEqualTo(new AccessMessages.Done());
        }
    }

    @Test
    void signingOutWithoutToken_isAFaultOfTheRequest() {
        Failure failure = house.refusal(AccessMessages.SIGN_OUT, new SignOut(null), house.anonymous());

        assertThat(failure.detail()).isEqualTo("/refresh_token: The refresh token is required.");
    }

    private Tokens refresh(String token) {
        return house.ask(AccessMessages.REFRESH, new Refresh(token), house.anonymous());
    }

    private void refused(String token) {
        Failure failure = house.refusal(AccessMessages.REFRESH, new Refresh(token), house.anonymous());
        assertThat(failure.code()).isEqualTo("invalid-token");
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.detail())
                .isEqualTo("The refresh token is not valid, has expired or was used before. Sign in again.");
    }
}
