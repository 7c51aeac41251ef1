package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.HookMessages.Delivery;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.HookMessages.HookSettings;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Webhooks and deliveries as rows and as records. */
final class HookRows {
    /** Of the table, or of whatever has its columns. */
    static final String HOOK =
            """
            id, url, features, kinds, filter, description, active, disabled_reason, secret,
            CASE WHEN previous_until > now() THEN previous_secret END AS previous_secret, cursor, version, created_by,
            %s AS failing_since, %s AS created_at, %s AS updated_at""".formatted(Rows.time("failing_since"), Rows.time("created_at"), Rows.time("updated_at"));

    static final String DELIVERY = """
            seq, feature, resource_id, kind, status, attempts, response_status, error,
            CASE WHEN status = 'pending' THEN %s END AS next_at, %s AS last_at""".formatted(Rows.time("next_at"), Rows.time("last_at"));

    private HookRows() {}

    static Hook hook(Row row) {
        String[] features = row.getArrayOfStrings("features");
        HookSettings settings = new HookSettings(
                row.getString("url"),
                features == null ? null : List.of(features),
                List.of(row.getArrayOfStrings("kinds")),
                row.getString("filter"),
                row.getString("description"),
                row.getBoolean("active"));
        return new Hook(
                row.getUUID("id").toString(),
                settings,
                row.getString("disabled_reason"),
                row.getString("secret"),
                row.getString("previous_secret"),
                row.getLong("cursor"),
                row.getString("failing_since"),
                row.getLong("version"),
                row.getString("created_at"),
                row.getString("updated_at"),
                row.getString("created_by"));
    }

    static Optional<Hook> first(RowSet<Row> rows) {
        return Rows.first(rows, HookRows::hook);
    }

    static Delivery delivery(Row row) {
        UUID resource = row.getUUID("resource_id");
        return new Delivery(
                row.getLong("seq"),
                row.getString("feature"),
                resource == null ? null : resource.toString(),
                row.getString("kind"),
                row.getString("status"),
                row.getInteger("attempts"),
                row.getString("next_at"),
                row.getString("last_at"),
                row.getInteger("response_status"),
                row.getString("error"));
    }

    /** Fails with {@code not-found} where the text is no UUID: nothing is stored under it. */
    static UUID id(@Nullable String text) {
        return AccountId.require(text, HookRows::noSuchHook);
    }

    static FailureException noSuchHook() {
        return new Failure("not-found", 404, "There is no webhook with this id.").exception();
    }
}
