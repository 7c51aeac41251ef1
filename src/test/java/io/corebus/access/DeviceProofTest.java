package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.Recognize;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.Tokens;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceProofTest {
    private final House house = House.withAdmin();

    @AfterEach
    void close() {
        house.close();
    }

    private boolean isKnown(String email, String device) {
        return house.ask(AccessMessages.RECOGNIZE, new Recognize(email, device), house.anonymous())
                .known();
    }

    @Test
    void aDevice_isKnownOfTheAccountThatSignedInOnIt_untilThePasswordChanges() {
        String id = house.createUser("bob@example.org").id();
        String device = house.signIn("bob@example.org", House.PASSWORD).device();

        assertThat(isKnown(" BOB@example.org", device)).isTrue();
        assertThat(isKnown(House.ADMIN_EMAIL, device)).isFalse();
        assertThat(isKnown("nobody@example.org", device)).isFalse();
        for (String forged : List.of("", ".", "x", device + "x", "x" + device, "x".repeat(500))) {
            assertThat(isKnown("bob@example.org", forged)).as(forged).isFalse();
        }
        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(id, "a new password", null, null), house.admin());
        assertThat(isKnown("bob@example.org", device)).isFalse();
    }

    /** One hash at a time and one waiting: strangers fill that, whatever their addresses are. */
    @Test
    void strangersWhoKeepTheHasherBusy_doNotKeepKnownClientsOut() {
        try (House small = House.with(House.config(64, 1, 1), 1)) {
            small.ask(
                    AccessMessages.PREPARE_SETUP,
                    new AccessMessages.PrepareSetup(House.ADMIN_EMAIL, House.PASSWORD),
                    small.system());
            List<Future<Tokens>> strangers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                SignIn guess = new SignIn(House.ADMIN_EMAIL, "guess " + i);
                strangers.add(small.bus.request(AccessMessages.SIGN_IN, guess, small.anonymous()));
            }
            SignIn known = new SignIn(House.ADMIN_EMAIL, House.PASSWORD, null, true);

            Tokens tokens = small.ask(AccessMessages.SIGN_IN, known, small.anonymous());

            assertThat(tokens.accessToken()).isNotEmpty();
            small.await(Future.join(strangers).otherwiseEmpty());
            assertThat(small.count("corebus.access.sign.ins", "overloaded")).isPositive();
        }
    }
}
