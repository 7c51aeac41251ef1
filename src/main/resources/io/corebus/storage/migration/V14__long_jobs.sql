-- Jobs whose resources take long, each by itself. See docs/rest.md.
-- What a job with one resource must find there; null: any version. How far those are that are under way. Since when it waits for another turn.
ALTER TABLE corebus.jobs ADD COLUMN versions bigint[];
ALTER TABLE corebus.jobs ADD COLUMN current json;
ALTER TABLE corebus.jobs ADD COLUMN waits_since timestamptz;

-- The places of those of which is told already what came of them.
ALTER TABLE corebus.job_pages ADD COLUMN told int[] NOT NULL DEFAULT '{}';
