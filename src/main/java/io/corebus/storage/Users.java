package io.corebus.storage;

import io.corebus.storage.StorageMessages.User;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Users as rows and as records. */
final class Users {
    /** Of the table, or of whatever has its columns. */
    static final String COLUMNS =
            "id, email, password_hash, roles, disabled, " + Rows.time("created_at") + " AS created_at";

    private Users() {}

    /** SQL for what the journal shows of a user: never the password. */
    static String profile(String row) {
        return "json_build_object(" + members(row) + ")";
    }

    /**
     * The same with one more member, which is true.
     *
     * @param name SQL for how it is called
     */
    static String profileWith(String name, String row) {
        return "json_build_object(" + members(row) + ", " + name + ", true)";
    }

    private static String members(String row) {
        return "'id', %1$s.id, 'email', %1$s.email, 'roles', %1$s.roles, 'disabled', %1$s.disabled".formatted(row);
    }

    /** One form for all spellings of an address. */
    static String comparable(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    static User read(Row row) {
        return new User(
                row.getUUID("id").toString(),
                row.getString("email"),
                row.getString("password_hash"),
                List.of(row.getArrayOfStrings("roles")),
                row.getBoolean("disabled"),
                row.getString("created_at"));
    }

    static Optional<User> first(RowSet<Row> rows) {
        return Rows.first(rows, Users::read);
    }
}
