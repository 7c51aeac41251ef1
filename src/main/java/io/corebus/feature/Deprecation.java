package io.corebus.feature;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * That a feature is on its way out.
 *
 * @param since from when on nobody should begin to use it
 * @param sunset when it will be gone, or null where that is not settled
 * @param link where one reads what to use instead, or null
 */
public record Deprecation(
        LocalDate since,
        @Nullable LocalDate sunset,
        @Nullable String link) {}
