package io.corebus.http;

import io.corebus.feature.Deprecation;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Whatever is answered under a deprecated feature says so: {@code Deprecation} (RFC 9745), {@code Sunset} (RFC 8594) and where to read about it. */
final class DeprecationHeaders {
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    private DeprecationHeaders(Deprecation deprecation) {
        headers.add("deprecation", "@" + midnight(deprecation.since()).toEpochSecond());
        LocalDate sunset = deprecation.sunset();
        if (sunset != null) {
            headers.add("sunset", DateTimeFormatter.RFC_1123_DATE_TIME.format(midnight(sunset)));
        }
        if (deprecation.link() != null) {
            headers.add("link", "<" + deprecation.link() + ">; rel=\"deprecation\"; type=\"text/html\"");
        }
    }

    /** Before the routes of the features. */
    static void mount(Router router, Features features) {
        for (Feature feature : features.all()) {
            Deprecation deprecation = feature.deprecation();
            if (deprecation != null) {
                DeprecationHeaders notice = new DeprecationHeaders(deprecation);
                router.route("/api/" + feature.name()).handler(notice::add);
                router.route("/api/" + feature.name() + "/*").handler(notice::add);
            }
        }
    }

    private static ZonedDateTime midnight(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC);
    }

    private void add(RoutingContext routing) {
        MultiMap answered = routing.response().headers();
        // The second route matches what the first one does.
        if (!answered.contains("deprecation")) {
            answered.addAll(headers);
        }
        routing.next();
    }
}
