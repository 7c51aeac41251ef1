-- What a session is recognised by, API tokens, and who signs in elsewhere.
ALTER TABLE corebus.sessions
    ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
    -- From where it began.
    ADD COLUMN address text,
    ADD COLUMN user_agent text;

CREATE TABLE corebus.api_tokens (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES corebus.users ON DELETE CASCADE,
    -- SHA-256, base64url, of a token with 256 random bits: the token itself is nowhere.
    hash text COLLATE "C" NOT NULL,
    -- How the token begins, so that it can be recognised.
    prefix text COLLATE "C" NOT NULL,
    name text NOT NULL,
    -- Empty: all that the user may.
    scopes text[] NOT NULL,
    -- Requests a second of its own; null: none of its own.
    rate int,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Null: never.
    expires_at timestamptz,
    last_used_at timestamptz,
    CONSTRAINT api_tokens_hash UNIQUE (hash)
);

CREATE INDEX api_tokens_user ON corebus.api_tokens (user_id, id);

-- Who a user is at a provider of identities.
CREATE TABLE corebus.foreign_identities (
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    user_id uuid NOT NULL REFERENCES corebus.users ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX foreign_identities_user ON corebus.foreign_identities (user_id);
