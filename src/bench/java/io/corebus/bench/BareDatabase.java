package io.corebus.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the bare server and of pgbench, with no index but their keys, and the statements both use: as little work as the task allows. */
final class BareDatabase {
    /** A row and its journal entry, in one statement and so in one commit. PostgreSQL builds the answer. */
    static final String INSERT = """
            with written as (
                insert into item (name, value, created_by, updated_by) values (%s, %s, 'bench', 'bench') returning *
            )
            insert into journal (item_id, version, kind, actor, after)
            select id, version, 'created', created_by, row_to_json(written) from written
            returning after::text
            """;

    /** The same for a row that is there. */
    static final String UPDATE = """
            with written as (
                update item set value = %s, version = version + 1, updated_at = now(), updated_by = 'bench' where id = %s
                returning *
            )
            insert into journal (item_id, version, kind, actor, after)
            select id, version, 'updated', updated_by, row_to_json(written) from written
            returning after::text
            """;

    static final String READ = "select row_to_json(item)::text from item where id = $1";
    static final String LIST =
            "select id, version, name, value, created_at, updated_at, created_by, updated_by from item order by id limit 20";
    static final String LIST_JSON = "select json_agg(page)::text from (" + LIST + ") page";

    private static final String TABLES = """
            create table item (
                id bigint generated always as identity primary key,
                version bigint not null default 1,
                name text not null,
                value bigint not null,
                created_at timestamptz not null default now(),
                updated_at timestamptz not null default now(),
                created_by text not null,
                updated_by text not null
            );
            create table journal (
                n bigint generated always as identity primary key,
                at timestamptz not null default now(),
                item_id bigint not null,
                version bigint not null,
                kind text not null,
                actor text not null,
                after json not null
            );
            """;

    private BareDatabase() {}

    /** Makes the tables, and rows with the ids 1 to {@code rows}. */
    static void fill(ExternalServers servers, int rows) throws SQLException {
        try (Connection connection = servers.connect(ExternalServers.BARE);
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            statement.execute("insert into item (name, value, created_by, updated_by)"
                    + " select 'bench-' || i, i, 'bench', 'bench' from generate_series(1, " + rows + ") i");
            statement.execute("analyze item");
        }
    }
}
