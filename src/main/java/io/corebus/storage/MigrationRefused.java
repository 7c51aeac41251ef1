package io.corebus.storage;

/** Why the database is not brought to what the descriptors say, for people, with the SQL that it would take, and what was changed all the same. */
public final class MigrationRefused extends Exception {
    private static final long serialVersionUID = 1L;

    MigrationRefused(String message) {
        super(message, null, false, false);
    }
}
