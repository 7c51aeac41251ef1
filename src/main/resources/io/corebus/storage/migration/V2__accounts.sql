-- Who may use Corebus, and how they stay signed in. Locks are taken in the order users, sessions, refresh_tokens.
CREATE TABLE corebus.users (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    -- One form for all spellings, made by Corebus: what lower() makes of a text depends on the locale of the server.
    comparable_email text COLLATE "C" NOT NULL,
    password_hash text,
    roles text[] NOT NULL,
    disabled boolean NOT NULL DEFAULT false,
    enabled_admin boolean NOT NULL GENERATED ALWAYS AS ('admin' = ANY (roles) AND NOT disabled) STORED,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_email UNIQUE (comparable_email)
);

CREATE INDEX users_enabled_admin ON corebus.users (id) WHERE enabled_admin;

-- Whether there is an enabled admin. Whoever asks holds a lock from then to the end of its transaction, and looks only once it has it: of two
-- transactions the second one sees what the first one did.
CREATE FUNCTION corebus.has_admin() RETURNS boolean
    LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('corebus.has_admin', 0));
    RETURN EXISTS (SELECT FROM corebus.users WHERE enabled_admin);
END
$$;

CREATE FUNCTION corebus.keep_an_admin() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NOT corebus.has_admin() THEN
        RAISE EXCEPTION 'no enabled admin would be left'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'users_last_admin';
    END IF;
    RETURN NULL;
END
$$;

-- After the change: whatever statement takes the last admin away is undone.
CREATE TRIGGER users_last_admin_changed AFTER UPDATE ON corebus.users
    FOR EACH ROW WHEN (OLD.enabled_admin AND NOT NEW.enabled_admin) EXECUTE FUNCTION corebus.keep_an_admin();
CREATE TRIGGER users_last_admin_deleted AFTER DELETE ON corebus.users
    FOR EACH ROW WHEN (OLD.enabled_admin) EXECUTE FUNCTION corebus.keep_an_admin();

CREATE TABLE corebus.sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES corebus.users ON DELETE CASCADE,
    -- Of the token that is good now.
    expires_at timestamptz NOT NULL,
    -- An ended session stays for a while, so that a late repeat of the command that began it does not begin it again.
    ended boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX sessions_user ON corebus.sessions (user_id);
CREATE INDEX sessions_expiry ON corebus.sessions (expires_at);

CREATE TABLE corebus.refresh_tokens (
    -- SHA-256, base64url: the token itself is nowhere.
    hash text COLLATE "C" PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES corebus.sessions ON DELETE CASCADE,
    -- What it was exchanged for; null for the one that is good now.
    next_hash text COLLATE "C",
    expires_at timestamptz NOT NULL
);

CREATE INDEX refresh_tokens_session ON corebus.refresh_tokens (session_id);

CREATE TABLE corebus.signing_keys (
    kid text PRIMARY KEY,
    jwk text NOT NULL,
    -- The key of an installation that had none.
    first boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Of many nodes that start at once one makes the first key.
CREATE UNIQUE INDEX signing_keys_first ON corebus.signing_keys (first) WHERE first;

-- The set-up token on offer: one, or none.
CREATE TABLE corebus.setup (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    token_hash text NOT NULL,
    expires_at timestamptz NOT NULL
);
