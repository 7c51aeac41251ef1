-- What happened, in the order of (era, txid, n): see docs/architecture.md. Written in the same statement as the row it tells of.
CREATE TABLE journal (
    -- Counts the database clusters that the journal has lived in: transaction ids start anew in each.
    era int NOT NULL DEFAULT 1,
    -- Of the writing transaction. A reader takes only what is below the horizon of its snapshot, so nothing can appear behind its cursor.
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    n bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    feature text NOT NULL,
    resource_id uuid,
    version bigint,
    kind text NOT NULL,
    actor text NOT NULL,
    via text NOT NULL,
    token text,
    trace text NOT NULL,
    command_id uuid,
    request_hash text,
    -- As text, so that the hash covers the very bytes.
    before json,
    after json,
    salt bytea NOT NULL,
    payload_hash bytea NOT NULL,
    PRIMARY KEY (era, txid, n)
);

CREATE UNIQUE INDEX journal_command ON journal (command_id);
CREATE INDEX journal_resource ON journal (resource_id, version);

-- The feature tables live apart from the platform's own.
CREATE SCHEMA IF NOT EXISTS data;
