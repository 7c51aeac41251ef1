-- How often a migration changed rows of a feature, or took values from them, without a version of theirs: what a cache holds from before is not what the table
-- says. A feature without a row: never.
CREATE TABLE corebus.row_generations (
    feature text COLLATE "C" PRIMARY KEY,
    generation bigint NOT NULL CHECK (generation > 0)
);
