-- The seals over the journal, see docs/audit.md, and what keeps both as they were written.

-- The database clusters that the journal has lived in, each with where its transaction ids began. Kept by the start of a node.
CREATE TABLE corebus.era (
    era int PRIMARY KEY,
    system_identifier text NOT NULL,
    began timestamptz NOT NULL DEFAULT now()
);

-- Each covers the run of entries that follows the one before it. Of two instances that make the same number one loses.
CREATE TABLE corebus.seal (
    number bigint PRIMARY KEY CHECK (number > 0),
    -- Of the first entry it covers; contiguous from 1 over all seals.
    first_seq bigint NOT NULL UNIQUE CHECK (first_seq > 0),
    count int NOT NULL CHECK (count > 0),
    -- Where the last entry it covers is in the journal.
    era int NOT NULL,
    txid xid8 NOT NULL,
    n bigint NOT NULL,
    -- The n of every entry in order: so that one that was removed is missing, and does not shift the others.
    entries bigint[] NOT NULL CHECK (cardinality(entries) = count),
    leaves bytea NOT NULL,
    root bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    at timestamptz NOT NULL,
    kid text NOT NULL,
    signature text NOT NULL,
    UNIQUE (era, txid, n)
);

CREATE TABLE corebus.seal_key (
    kid text PRIMARY KEY,
    public_jwk text NOT NULL,
    -- Null where it is kept in the configuration.
    private_jwk text,
    -- The key of an installation that had none.
    first boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Of many nodes that start at once one makes the first key.
CREATE UNIQUE INDEX seal_key_first ON corebus.seal_key (first) WHERE first;

-- For questions about the trail. Every index costs every write: one on the kinds that each write has would, and one on actors costs a third of an
-- entry, so there is a summary of pages instead, which costs next to nothing and rules out the most of them.
CREATE INDEX journal_kind ON corebus.journal (kind, era, txid, n) WHERE kind NOT IN ('created', 'updated', 'deleted');
CREATE INDEX journal_trail ON corebus.journal USING brin (
    at, actor text_bloom_ops (n_distinct_per_range = 200), feature text_bloom_ops (n_distinct_per_range = 100))
    WITH (autosummarize = on);

-- Goes with the payload that it hides.
ALTER TABLE corebus.journal ALTER COLUMN salt DROP NOT NULL;

CREATE FUNCTION corebus.only_add() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the % is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- Lets an erasure through, if it takes the payload and nothing else.
CREATE FUNCTION corebus.only_erase() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    erased corebus.journal := OLD;
BEGIN
    erased.before := NULL;
    erased.after := NULL;
    erased.salt := NULL;
    IF current_setting('corebus.erasing', true) IS DISTINCT FROM 'on' OR NOT NEW *= erased THEN
        RAISE EXCEPTION 'the journal is only ever added to' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER journal_only_erase BEFORE UPDATE ON corebus.journal
    FOR EACH ROW EXECUTE FUNCTION corebus.only_erase();
CREATE TRIGGER journal_only_add BEFORE DELETE OR TRUNCATE ON corebus.journal
    FOR EACH STATEMENT EXECUTE FUNCTION corebus.only_add();
CREATE TRIGGER seal_only_add BEFORE UPDATE OR DELETE OR TRUNCATE ON corebus.seal
    FOR EACH STATEMENT EXECUTE FUNCTION corebus.only_add();

-- Erases the payloads of all entries of a resource and writes an entry that says so. Runs with the rights of its owner, so that the user of the
-- service needs no right to update. A command that was done already is answered with its first result.
CREATE FUNCTION corebus.erase_payloads(
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
    PERFORM set_config('corebus.erasing', 'off', true);
    detail := json_build_object('reason', reason, 'entries', erased)::text;
    INSERT INTO corebus.journal
        (feature, resource_id, kind, actor, via, token, trace, command_id, after, salt, payload_hash)
    VALUES (given_feature, given_resource, 'erased', actor, via, token, trace, command, detail::json, salt,
        sha256(salt || '\x00'::bytea || convert_to(detail, 'UTF8')));
    RETURN erased;
END
$$;

REVOKE EXECUTE ON FUNCTION corebus.erase_payloads(text, uuid, text, text, text, text, text, uuid) FROM PUBLIC;
