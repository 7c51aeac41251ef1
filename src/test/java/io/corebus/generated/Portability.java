package io.corebus.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** What JSON can say and JSON Schema lets through, but RFC 8259 (sections 6 and 8.2) does not promise to arrive. */
final class Portability {
    private static final BigDecimal WIDEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal FINEST = new BigDecimal("1e-15");

    private Portability() {}

    static boolean isDoubtful(JsonNode value) {
        if (value.isTextual()) {
            return value.asText().codePoints().anyMatch(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff));
        }
        if (value.isNumber()) {
            BigDecimal size = value.decimalValue().abs();
            return size.compareTo(WIDEST) > 0 || (size.signum() != 0 && size.compareTo(FINEST) < 0);
        }
        for (JsonNode part : value) {
            if (isDoubtful(part)) {
                return true;
            }
        }
        return false;
    }
}
