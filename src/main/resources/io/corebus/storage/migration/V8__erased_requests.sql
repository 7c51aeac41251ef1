-- An erasure takes the hash of the request, too: it has no salt, so that whoever has the database could find out by guessing what was erased. No seal
-- covers it. A node of a version before calls the same function.

-- Lets an erasure through, if it takes the payload, the hash of the request, or both, and nothing else.
CREATE OR REPLACE FUNCTION corebus.only_erase() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    kept corebus.journal := OLD;
    erased corebus.journal;
BEGIN
    IF NEW.request_hash IS NULL THEN
        kept.request_hash := NULL;
    END IF;
    erased := kept;
    erased.before := NULL;
    erased.after := NULL;
    erased.salt := NULL;
    IF current_setting('corebus.erasing', true) IS DISTINCT FROM 'on' OR NOT (NEW *= kept OR NEW *= erased) THEN
        RAISE EXCEPTION 'the journal is only ever added to' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

-- Takes the hashes of the requests that wrote the erased entries of a resource, and with them of what else the same request has written: a batch has one
-- hash for all. What belongs to one request is written in one transaction.
CREATE FUNCTION corebus.erase_request_hashes(given_feature text, given_resource uuid) RETURNS void
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    UPDATE corebus.journal entry SET request_hash = NULL
    FROM (
        SELECT DISTINCT era, txid, request_hash FROM corebus.journal
        WHERE resource_id = given_resource AND feature = given_feature AND salt IS NULL AND request_hash IS NOT NULL
    ) request
    WHERE (entry.era, entry.txid, entry.request_hash) = (request.era, request.txid, request.request_hash)
$$;

REVOKE EXECUTE ON FUNCTION corebus.erase_request_hashes(text, uuid) FROM PUBLIC;

-- As in V3, and takes the hashes of the requests.
CREATE OR REPLACE FUNCTION corebus.erase_payloads(
    given_feature text, given_resource uuid, reason text, actor text, via text, token text, trace text, command uuid)
    RETURNS int
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    erased int;
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
    PERFORM set_config('corebus.erasing', 'on', true);
    UPDATE corebus.journal entry SET before = NULL, after = NULL, salt = NULL
    WHERE entry.resource_id = given_resource AND entry.feature = given_feature AND entry.kind <> 'erased'
        AND (entry.before IS NOT NULL OR entry.after IS NOT NULL);
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM corebus.erase_request_hashes(given_feature, given_resource);
    PERFORM set_config('corebus.erasing', 'off', true);
    detail := json_build_object('reason', reason, 'entries', erased)::text;
    INSERT INTO corebus.journal
        (feature, resource_id, kind, actor, via, token, trace, command_id, after, salt, payload_hash)
    VALUES (given_feature, given_resource, 'erased', actor, via, token, trace, command, detail::json, salt,
        sha256(salt || '\x00'::bytea || convert_to(detail, 'UTF8')));
    RETURN erased;
END
$$;

-- What was erased before.
DO $$
BEGIN
    PERFORM set_config('corebus.erasing', 'on', true);
    PERFORM corebus.erase_request_hashes(erasure.feature, erasure.resource_id)
    FROM (SELECT DISTINCT feature, resource_id FROM corebus.journal WHERE kind = 'erased') erasure;
    PERFORM set_config('corebus.erasing', 'off', true);
END
$$;
