-- The descriptors that all nodes are to serve which take them from here: the newest set. See docs/operations.md.
CREATE TABLE corebus.feature_sets (
    version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The text of each file by its name.
    files json NOT NULL,
    activated_at timestamptz NOT NULL DEFAULT now()
);

-- What each node says of itself, every few seconds.
CREATE TABLE corebus.nodes (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    rooms text[] NOT NULL,
    -- Whether it takes its features from here.
    follows boolean NOT NULL,
    -- The set that it serves; 0: files of its own.
    serving bigint NOT NULL,
    -- The newest set that it could not serve, and why.
    failed bigint,
    failure text,
    seen_at timestamptz NOT NULL
);
