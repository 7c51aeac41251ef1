package io.corebus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    private static Caller caller(String role, String... scopes) {
        return new Caller("u", List.of(role), "t", List.of(scopes), "http", "trace", System.nanoTime());
    }

    private static Failure refusal(Runnable check) {
        FailureException refused = catchThrowableOfType(FailureException.class, check::run);
        return refused == null ? null : refused.failure();
    }

    @ParameterizedTest
    @CsvSource({"admin", "auditor"})
    void aTokenWithoutScopes_orWithTheScopeAdmin_opensTheTrail(String role) {
        assertThat(refusal(() -> Admission.requireReader(caller(role)))).isNull();
        assertThat(refusal(() -> Admission.requireReader(caller(role, "read", "admin"))))
                .isNull();
    }

    /** The trail has every field of every feature: a token that is good for some of them must not be a way around that. */
    @Test
    void aTokenForFeatures_doesNotOpenTheTrail() {
        assertThat(refusal(() -> Admission.requireReader(caller("auditor", "read", "features:*"))))
                .isEqualTo(new Failure(
                        "insufficient-scope",
                        403,
                        "The audit trail takes a token with the scope admin; yours has read, features:*."));
        assertThat(refusal(() -> Admission.requireAdmin(caller("admin", "write")))
                        .code())
                .isEqualTo("insufficient-scope");
        assertThat(refusal(() -> Admission.requireAdmin(caller("auditor", "admin")))
                        .code())
                .isEqualTo("forbidden");
    }
}
