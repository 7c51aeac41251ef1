-- What admins have set for a feature in the whole cluster, while it runs. See docs/controls.md.
-- A feature without a row is as it was declared. A row stays when the feature is reset, so that no version comes twice.
CREATE TABLE corebus.controls (
    feature text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL CHECK (version > 0),
    enabled boolean NOT NULL,
    read_only boolean NOT NULL,
    reason text CHECK (char_length(reason) <= 200),
    rollout_percentage int NOT NULL CHECK (rollout_percentage BETWEEN 0 AND 100),
    rollout_roles text[] NOT NULL,
    -- Over all nodes and callers; null: as many as come.
    requests_per_second int CHECK (requests_per_second > 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text COLLATE "C" NOT NULL
);
