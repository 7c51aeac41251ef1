-- Many resources from one upload, see docs/rest.md.
CREATE TABLE corebus.imports (
    id uuid PRIMARY KEY,
    feature text NOT NULL,
    form text NOT NULL CHECK (form IN ('ndjson', 'csv')),
    -- The names of the columns, for CSV.
    columns text[] NOT NULL,
    dry_run boolean NOT NULL,
    -- Only what was uploaded to its end is ever processed.
    state text NOT NULL CHECK (state IN ('uploading', 'running', 'done', 'cancelled', 'failed')),
    reason text,
    user_id text NOT NULL,
    scopes text[] NOT NULL,
    total bigint NOT NULL DEFAULT 0,
    done bigint NOT NULL DEFAULT 0,
    created bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    touched_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    -- Which instance of the resource room processes it, and how long it may without asking again.
    worker uuid,
    worker_until timestamptz
);

CREATE INDEX imports_user ON corebus.imports (user_id, id);
CREATE INDEX imports_open ON corebus.imports (id) WHERE state IN ('uploading', 'running');

-- What is still to be processed, as it was sent.
CREATE TABLE corebus.import_chunks (
    import_id uuid NOT NULL REFERENCES corebus.imports ON DELETE CASCADE,
    number int NOT NULL,
    -- Where each record begins, and its bytes read as ISO 8859-1.
    lines bigint[] NOT NULL,
    bytes text[] NOT NULL,
    PRIMARY KEY (import_id, number)
);

CREATE TABLE corebus.import_faults (
    import_id uuid NOT NULL REFERENCES corebus.imports ON DELETE CASCADE,
    line bigint NOT NULL,
    n int NOT NULL,
    pointer text NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    PRIMARY KEY (import_id, line, n)
);
