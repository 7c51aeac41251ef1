package io.corebus.storage;

import io.corebus.storage.IdentityMessages.ApiToken;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;

/** API tokens as rows and as records. */
final class Tokens {
    static final String COLUMNS = "id, user_id, prefix, name, scopes, rate, " + Rows.time("created_at")
            + " AS created_at, " + Rows.time("expires_at") + " AS expires_at, " + Rows.time("last_used_at")
            + " AS last_used_at";

    private Tokens() {}

    /** SQL for what the journal shows of a token: never the hash. */
    static String profile(String row) {
        return ("json_strip_nulls(json_build_object('id', %1$s.id, 'prefix', %1$s.prefix, 'name', %1$s.name,"
                        + " 'scopes', %1$s.scopes, 'rate', %1$s.rate, 'expires_at', %1$s.expires_at))")
                .formatted(row);
    }

    static List<ApiToken> read(RowSet<Row> rows) {
        return Rows.all(rows, Tokens::read);
    }

    private static ApiToken read(Row row) {
        return new ApiToken(
                row.getUUID("id").toString(),
                row.getUUID("user_id").toString(),
                row.getString("prefix"),
                row.getString("name"),
                List.of(row.getArrayOfStrings("scopes")),
                row.getInteger("rate"),
                row.getString("created_at"),
                row.getString("expires_at"),
                row.getString("last_used_at"));
    }
}
