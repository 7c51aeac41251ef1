-- Named actions with many resources, done one after the other. See docs/logic.md.
CREATE TABLE corebus.jobs (
    id uuid PRIMARY KEY,
    feature text NOT NULL,
    action text NOT NULL,
    input json NOT NULL,
    -- Which resources, in RSQL; null where they were named.
    filter text,
    -- How far they were looked for, and with which they end: what is made later is not looked at.
    reached uuid,
    through uuid,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
    reason text,
    user_id text NOT NULL,
    token text,
    scopes text[] NOT NULL,
    trace text NOT NULL,
    total bigint,
    done bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    -- Which instance of the resource room does it, and how long it may without asking again.
    worker uuid,
    worker_until timestamptz
);

CREATE INDEX jobs_user ON corebus.jobs (user_id, id);
CREATE INDEX jobs_open ON corebus.jobs (id) WHERE state IN ('waiting', 'running');

-- What is still to be done. With a filter, a page is written down before anything of it is done: what was done may not fit the filter any more.
CREATE TABLE corebus.job_pages (
    job_id uuid NOT NULL REFERENCES corebus.jobs ON DELETE CASCADE,
    -- How many resources come before it.
    number bigint NOT NULL,
    ids uuid[] NOT NULL,
    PRIMARY KEY (job_id, number)
);

CREATE TABLE corebus.job_results (
    job_id uuid NOT NULL REFERENCES corebus.jobs ON DELETE CASCADE,
    n bigint NOT NULL,
    resource_id uuid NOT NULL,
    version bigint,
    output json,
    -- Why it was not done.
    failure json,
    PRIMARY KEY (job_id, n)
);

-- An erasure takes what came of a resource.
CREATE INDEX job_results_resource ON corebus.job_results (resource_id);

CREATE INDEX jobs_ended ON corebus.jobs (ended_at) WHERE ended_at IS NOT NULL;
