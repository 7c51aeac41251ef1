package io.corebus.feature;

import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code deprecated} of a descriptor. */
final class DeprecationReader {
    private static final List<String> KEYS = List.of("since", "sunset", "link");

    private final FileFaults faults;

    DeprecationReader(FileFaults faults) {
        this.faults = faults;
    }

    /** Null where the feature is not deprecated, or that is not said as it should be. */
    @Nullable
    Deprecation read(@Nullable Located place) {
        if (place == null) {
            return null;
        }
        Mapping mapping = Mapping.of(place, "deprecated", KEYS, faults);
        LocalDate since = date(place.json().isObject() ? mapping.required("since") : null, "since");
        Located end = mapping.get("sunset");
        LocalDate sunset = date(end, "sunset");
        String link = mapping.text("link");
        if (link != null && !isLink(link)) {
            faults.add(place.line(), "link must be an address such as https://example.com/news.");
        }
        if (since != null && sunset != null && end != null && sunset.isBefore(since)) {
            faults.add(end.line(), "sunset must not be before since.");
        }
        return since == null ? null : new Deprecation(since, sunset, link);
    }

    private @Nullable LocalDate date(@Nullable Located place, String key) {
        if (place == null) {
            return null;
        }
        try {
            return LocalDate.parse(place.text());
        } catch (DateTimeParseException e) {
            faults.add(place.line(), key + " must be a date such as 2027-01-31.");
            return null;
        }
    }

    private static boolean isLink(String link) {
        try {
            return link.matches("(https?://|/)[^<>\"\\s]+") && URI.create(link) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
