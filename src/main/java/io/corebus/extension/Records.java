package io.corebus.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Resources of any feature, read and written like over REST: with rights, validation and business logic. What fails, fails with {@link RecordFailure}.
 *
 * <p>Writing is for {@link FeatureLogic#afterCommit} alone; elsewhere it throws {@link IllegalStateException}, because it would stay where the change for
 * which it was made does not. It happens once, however often a change is told: what is written is recognised by its
 * content, so put nothing into it that differs from call to call, such as the time of the call.
 */
public interface Records {

    /** Empty where there is none, or none that may be read. */
    Future<Optional<Resource>> get(String feature, String id);

    /**
     * @param filter RSQL, such as {@code status==open;amount=ge=100}; null: all. Values that come from people belong in quotes: {@link #quoted}
     * @param sort such as {@code -created_at,name}; null: by id
     * @param limit 1..1000
     */
    Future<List<Resource>> list(String feature, @Nullable String filter, @Nullable String sort, int limit);

    Future<Resource> create(String feature, ObjectNode fields);

    /** @param patch a JSON Merge Patch (RFC 7396) */
    Future<Resource> patch(String feature, String id, ObjectNode patch);

    /** What was deleted. */
    Future<Resource> delete(String feature, String id);

    /** A value as a filter takes it, whatever it contains. */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
