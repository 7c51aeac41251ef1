package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.Attest;
import io.corebus.access.AccessMessages.CheckAttestation;
import io.corebus.access.AccessMessages.RotateKeys;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marks on what a door gives out and takes back. */
class AttestationTest {
    private House house;

    @BeforeEach
    void open() {
        house = House.withAdmin();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String mark(String purpose, String text) {
        return house.ask(AccessMessages.ATTEST, new Attest(purpose, text), house.anonymous())
                .mark();
    }

    private boolean isGenuine(String purpose, String text, String mark) {
        CheckAttestation question = new CheckAttestation(purpose, text, mark);
        return house.ask(AccessMessages.CHECK_ATTESTATION, question, house.anonymous())
                .genuine();
    }

    @Test
    void aMark_isGood_forItsTextAndPurposeOnly() {
        String mark = mark("state", "text");
        assertThat(isGenuine("state", "text", mark)).isTrue();
        assertThat(isGenuine("state", "another", mark)).isFalse();
        assertThat(isGenuine("other", "text", mark)).isFalse();
    }

    @Test
    void everyNode_makesTheSame_andKnowsIt() {
        String mark = mark("state", "text");
        house.addRoom(House.config());
        for (int i = 0; i < 4; i++) {
            assertThat(mark("state", "text")).isEqualTo(mark);
            assertThat(isGenuine("state", "text", mark)).isTrue();
        }
    }

    @Test
    void forgedMarks_areNotGenuine() {
        String mark = mark("state", "text");
        String kid = mark.substring(0, mark.indexOf('.'));
        for (String forged : new String[] {"", ".", kid, kid + ".", "x" + mark, mark + "x", "a.b"}) {
            assertThat(isGenuine("state", "text", forged)).as(forged).isFalse();
        }
    }

    @Test
    void aMark_outlivesARotation_butNotItsKey() {
        String mark = mark("state", "text");
        house.ask(AccessMessages.ROTATE_KEYS, new RotateKeys(), house.admin());
        assertThat(mark("state", "text")).isNotEqualTo(mark);
        assertThat(isGenuine("state", "text", mark)).isTrue();
        house.clock.forward(Duration.ofHours(1));
        assertThat(isGenuine("state", "text", mark)).isFalse();
    }
}
