package io.corebus.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.FailureException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
    @Test
    void anyText_isTaken_asItWasEncoded() {
        assertThat(QueryParameters.parse("q=caf%C3%A9+%F0%9F%98%80&filter=a%3d%3D%EF%BF%BD;b==%00"))
                .containsEntry("q", List.of("caf\u00e9 \ud83d\ude00"))
                .containsEntry("filter", List.of("a==\ufffd;b==\0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=caf%E9", "q=%EF%BF%BD%FF", "filter=a==%ED%A0%80", "q=%C3x%A9", "%FF=1"})
    void whatIsNoUtf8_isRefused_andNotReplaced(String query) {
        FailureException refusal = catchThrowableOfType(FailureException.class, () -> QueryParameters.parse(query));

        assertThat(refusal.failure().code()).isEqualTo("bad-query");
        assertThat(refusal.failure().detail()).isEqualTo("What is percent-encoded in the query is not UTF-8.");
    }
}
