package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.door.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Conditional requests (RFC 9110, section 13). */
final class Conditions {
    /** What a change may meet where nothing that is there will do. The resource room refuses it then, after all that comes before a condition (section 13.2.1). */
    private static final List<Long> NONE = List.of(EntityTags.NO_VERSION);

    private Conditions() {}

    /** The versions If-Match names; empty where it is absent or {@code *}. Fails with {@code bad-header} 400 where it is malformed. */
    static List<Long> ifMatch(Exchange exchange) {
        String header = exchange.list(HttpHeaderNames.IF_MATCH);
        return header == null ? List.of() : EntityTags.read(header, true).versions();
    }

    /** Whether If-None-Match says that the client has this version already. */
    static boolean isKnown(Exchange exchange, long version) {
        String header = exchange.list(HttpHeaderNames.IF_NONE_MATCH);
        return header != null && EntityTags.read(header, false).contain(version);
    }

    /** A create with If-Match makes no sense: the id is chosen here. */
    static @Nullable Failure onCreate(Exchange exchange) {
        return exchange.header(HttpHeaderNames.IF_MATCH) == null
                ? null
                : new Failure(
                        "version-mismatch",
                        412,
                        "If-Match cannot hold for a resource that does not exist yet. Leave it out.");
    }

    /**
     * The versions that a change may meet by If-Match and If-None-Match; empty where any will do. Fails with {@code bad-header} 400 where one is malformed.
     *
     * @param current asks for the version that is there: versions only grow, so one that was passed does not come back
     */
    static Future<List<Long>> onChange(Exchange exchange, Supplier<Future<Long>> current) {
        List<Long> wanted = ifMatch(exchange);
        String header = exchange.list(HttpHeaderNames.IF_NONE_MATCH);
        if (header == null) {
            return Future.succeededFuture(wanted);
        }
        EntityTags unwanted = EntityTags.read(header, false);
        if (unwanted.any()) {
            return Future.succeededFuture(NONE);
        }
        return wanted.isEmpty()
                ? current.get()
                        .map(version -> unwanted.contain(version) ? NONE : wanted)
                        .recover(Conditions::ofUnread)
                : Future.succeededFuture(without(wanted, unwanted));
    }

    private static List<Long> without(List<Long> wanted, EntityTags unwanted) {
        List<Long> left =
                wanted.stream().filter(version -> !unwanted.contain(version)).toList();
        return left.isEmpty() ? NONE : left;
    }

    /** Of what the caller may not read, nobody can say that it is not what it named. What is not there is refused as that. */
    private static Future<List<Long>> ofUnread(Throwable refused) {
        return FailureException.of(refused).status() < 500
                ? Future.succeededFuture(NONE)
                : Future.failedFuture(refused);
    }
}
