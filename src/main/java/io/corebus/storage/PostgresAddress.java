package io.corebus.storage;

import io.corebus.config.TextForm;
import org.jspecify.annotations.Nullable;

/** What {@code storage.url} must look like: as the parsers read it that will. */
final class PostgresAddress implements TextForm {
    @Override
    public @Nullable String fault(String text) {
        return JdbcUrl.fault(text);
    }
}
