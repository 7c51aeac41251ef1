-- How far those who follow the sealed journal have come, such as the business logic of a feature. See docs/logic.md.
CREATE TABLE corebus.followers (
    name text COLLATE "C" PRIMARY KEY,
    -- Everything up to here is done.
    cursor bigint NOT NULL CHECK (cursor >= 0),
    -- Who does what comes next, and how long it may without asking again.
    worker uuid,
    worker_until timestamptz
);
