package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who counts by an address counts the account that a sign-in would find by it. */
class EmailRulesTest {
    @Test
    void whateverIsTakenForTheSameAddress_isOneAccount() {
        int[] around = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(EmailRulesTest::isTaken)
                .toArray();

        assertThat(around).contains(' ', '\t', 0x2003, 0x3000).hasSizeGreaterThan(20);
        for (int code : around) {
            String blank = Character.toString(code);
            assertThat(AccessMessages.account(blank + "Ada@Example.ORG" + blank + blank))
                    .as("with U+%04X", code)
                    .isEqualTo("ada@example.org");
        }
    }

    /** Whether an address may stand behind that character and still be the same. */
    private static boolean isTaken(int code) {
        Faults faults = new Faults();
        String checked = EmailRules.check(Character.toString(code) + "ada@example.org", faults);
        return faults.isEmpty() && checked.equals("ada@example.org");
    }
}
