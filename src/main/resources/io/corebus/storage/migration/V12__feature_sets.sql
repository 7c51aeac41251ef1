-- The descriptors that all nodes are to serve which take them from here: the newest set. See docs/operations.md.
CREATE TABLE corebus.feature_sets (
    version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The text of each file by its name.
    files json NOT NULL,
    activated_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION corebus.only_add_feature_sets() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'activated features are only ever added to' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER feature_sets_only_add BEFORE UPDATE OR DELETE OR TRUNCATE ON corebus.feature_sets
    FOR EACH STATEMENT EXECUTE FUNCTION corebus.only_add_feature_sets();

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

-- How the node that took the upload knows the feature: those that know it otherwise, while features change, leave it to others.
ALTER TABLE corebus.imports ADD COLUMN shape text;
