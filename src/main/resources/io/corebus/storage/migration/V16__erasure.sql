-- An erasure goes in portions, so that one of a million entries is no transaction of minutes: it would be broken off, and nothing is sealed meanwhile. Each
-- portion has an entry and a command of its own. A node of a version before calls the function of V8.
CREATE FUNCTION corebus.erase_portion(
    given_feature text, given_resource uuid, reason text, actor text, via text, token text, trace text, command uuid, most int)
    RETURNS int
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    erased int;
    eras int[];
    txids xid8[];
    hashes text[];
    places bigint[];
    salt bytea := uuid_send(gen_random_uuid());
    detail text;
BEGIN
    -- One at a time: a repeat sees what the first one did.
    PERFORM pg_advisory_xact_lock(hashtextextended('corebus.erase_payloads', 0));
    SELECT (entry.after ->> 'entries')::int INTO erased
    FROM corebus.journal entry
    WHERE entry.command_id = command AND entry.kind = 'erased'
        AND entry.resource_id = given_resource AND entry.feature = given_feature;
    IF FOUND THEN
        RETURN erased;
    END IF;
    SELECT array_agg(portion.era), array_agg(portion.txid), array_agg(portion.n), array_agg(portion.request_hash)
    INTO eras, txids, places, hashes
    FROM (
        SELECT entry.era, entry.txid, entry.n, entry.request_hash FROM corebus.journal entry
        WHERE entry.resource_id = given_resource AND entry.feature = given_feature AND entry.kind <> 'erased'
            AND (entry.before IS NOT NULL OR entry.after IS NOT NULL OR entry.request_hash IS NOT NULL AND entry.salt IS NULL)
        LIMIT most
    ) portion;
    PERFORM set_config('corebus.erasing', 'on', true);
    UPDATE corebus.journal entry SET before = NULL, after = NULL, salt = NULL, request_hash = NULL
    FROM unnest(eras, txids, places) AS portion(era, txid, n)
    WHERE (entry.era, entry.txid, entry.n) = (portion.era, portion.txid, portion.n);
    GET DIAGNOSTICS erased = ROW_COUNT;
    -- What else the same requests have written: a batch has one hash for all.
    UPDATE corebus.journal entry SET request_hash = NULL
    FROM (
        SELECT DISTINCT portion.era, portion.txid, portion.hash
        FROM unnest(eras, txids, hashes) AS portion(era, txid, hash) WHERE portion.hash IS NOT NULL
    ) request
    WHERE (entry.era, entry.txid, entry.request_hash) = (request.era, request.txid, request.hash);
    PERFORM set_config('corebus.erasing', 'off', true);
    detail := json_build_object('reason', reason, 'entries', erased)::text;
    INSERT INTO corebus.journal
        (feature, resource_id, kind, actor, via, token, trace, command_id, after, salt, payload_hash)
    VALUES (given_feature, given_resource, 'erased', actor, via, token, trace, command, detail::json, salt,
        sha256(salt || '\x00'::bytea || convert_to(detail, 'UTF8')));
    RETURN erased;
END
$$;

REVOKE EXECUTE ON FUNCTION corebus.erase_portion(text, uuid, text, text, text, text, text, uuid, int) FROM PUBLIC;

-- What a job was begun with is of no use when it is over; the journal has it, where it can be erased.
UPDATE corebus.jobs SET input = '{}' WHERE ended_at IS NOT NULL;
