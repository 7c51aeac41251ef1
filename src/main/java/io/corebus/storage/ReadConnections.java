package io.corebus.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Connections for statements of which some take much longer than others: each goes where the fewest are under way. A pool of the client would put as many on its
 * first connection as may be pipelined before it takes another, so that all wait for one that is slow while the rest are idle. Belongs to one event loop.
 */
final class ReadConnections {
    private final List<Line> lines;

    private static final class Line {
        private final SqlClient client;
        private int underWay;

        Line(SqlClient client) {
            this.client = client;
        }
    }

    /** @param connection opens one, when it is first used */
    ReadConnections(int count, Supplier<SqlClient> connection) {
        this.lines =
                Stream.generate(() -> new Line(connection.get())).limit(count).toList();
    }

    Future<RowSet<Row>> execute(String sql, Tuple arguments) {
        Line line = lines.stream()
                .min(Comparator.comparingInt(each -> each.underWay))
                .orElseThrow();
        line.underWay++;
        return line.client.preparedQuery(sql).execute(arguments).onComplete(done -> line.underWay--);
    }

    Future<Void> close() {
        return Future.join(lines.stream().map(line -> line.client.close()).toList())
                .mapEmpty();
    }
}
