-- Webhooks and what is sent to them, see docs/webhooks.md.

CREATE TABLE corebus.webhooks (
    id uuid PRIMARY KEY,
    url text NOT NULL,
    -- Null: all.
    features text[],
    kinds text[] NOT NULL,
    filter text,
    description text,
    active boolean NOT NULL,
    -- Where Corebus itself switched it off.
    disabled_reason text,
    secret text NOT NULL,
    -- Signs, too, until then.
    previous_secret text,
    previous_until timestamptz,
    -- Every event up to here that the hook wants is among its deliveries.
    cursor bigint NOT NULL CHECK (cursor >= 0),
    -- The moment since which no attempt has succeeded; null: the last one did.
    failing_since timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    -- Which instance of the webhook room sends, and how long it may without asking again.
    worker uuid,
    worker_until timestamptz
);

-- The instances of the webhook room that are alive.
CREATE TABLE corebus.webhook_workers (
    worker uuid PRIMARY KEY,
    until timestamptz NOT NULL
);

CREATE TABLE corebus.webhook_deliveries (
    webhook_id uuid NOT NULL REFERENCES corebus.webhooks ON DELETE CASCADE,
    -- Of the event, which is read from the journal at every attempt: what was erased there is nowhere else.
    seq bigint NOT NULL,
    feature text NOT NULL,
    resource_id uuid,
    kind text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    -- Since it was last put in line.
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT now(),
    last_at timestamptz,
    response_status int,
    error text,
    PRIMARY KEY (webhook_id, seq)
);

CREATE INDEX webhook_deliveries_first ON corebus.webhook_deliveries (webhook_id, seq)
    WHERE status = 'pending' AND attempts = 0;
CREATE INDEX webhook_deliveries_retry ON corebus.webhook_deliveries (webhook_id, next_at)
    WHERE status = 'pending' AND attempts > 0;
CREATE INDEX webhook_deliveries_done ON corebus.webhook_deliveries (last_at) WHERE status <> 'pending';

-- Says that an instance is alive, and gives it its share of the active hooks: as many as there are for each instance. It keeps what it has, gives back
-- what is too much, and takes what nobody has, or has no longer.
CREATE FUNCTION corebus.hold_webhooks(me uuid, lease interval) RETURNS SETOF corebus.webhooks
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    moment timestamptz;
    share int;
    held int;
BEGIN
    -- One at a time, so that no two take the same.
    PERFORM pg_advisory_xact_lock(hashtextextended('corebus.hold_webhooks', 0));
    moment := clock_timestamp();
    INSERT INTO corebus.webhook_workers (worker, until) VALUES (me, moment + lease)
        ON CONFLICT (worker) DO UPDATE SET until = excluded.until;
    DELETE FROM corebus.webhook_workers WHERE until < moment;
    SELECT ceil(count(*)::numeric / (SELECT count(*) FROM corebus.webhook_workers)) INTO share
        FROM corebus.webhooks WHERE active;
    UPDATE corebus.webhooks SET worker = NULL, worker_until = NULL
        WHERE worker = me AND (NOT active OR id NOT IN (
            SELECT mine.id FROM corebus.webhooks mine WHERE mine.worker = me AND mine.active ORDER BY mine.id LIMIT share));
    UPDATE corebus.webhooks SET worker_until = moment + lease WHERE worker = me;
    GET DIAGNOSTICS held = ROW_COUNT;
    UPDATE corebus.webhooks SET worker = me, worker_until = moment + lease WHERE id IN (
        SELECT free.id FROM corebus.webhooks free
        WHERE free.active AND (free.worker IS NULL OR free.worker_until < moment)
        ORDER BY free.id LIMIT greatest(share - held, 0));
    RETURN QUERY SELECT * FROM corebus.webhooks WHERE worker = me;
END
$$;
