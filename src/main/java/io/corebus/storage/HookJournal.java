package io.corebus.storage;

/**
 * How a change of a webhook gets into the journal: in the same statement, under a command id, which is unique there. The arguments are those of {@link
 * UserJournal#arguments}. No secret gets there, and nothing of an address behind its question mark, where some have theirs.
 */
final class HookJournal {
    private HookJournal() {}

    /**
     * SQL that writes what the CTE {@code change} did into the journal; goes on after a comma.
     *
     * @param kind {@code webhook-created} and the like
     */
    static String entry(String kind) {
        return UserJournal.entry("webhooks", kind, "true");
    }

    /** SQL for what the journal shows of a hook. */
    static String profile(String row) {
        return """
                json_strip_nulls(json_build_object('id', %1$s.id, 'url', split_part(%1$s.url, '?', 1),
                    'features', %1$s.features, 'kinds', %1$s.kinds, 'filter', %1$s.filter,
                    'description', %1$s.description, 'active', %1$s.active, 'disabled_reason', %1$s.disabled_reason))""".formatted(row);
    }
}
