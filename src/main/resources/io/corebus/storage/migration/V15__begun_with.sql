-- What was begun goes on as it was begun: an import ends with its API token, and entries of a job tell through which door it came.
ALTER TABLE corebus.imports ADD COLUMN token text;
ALTER TABLE corebus.jobs ADD COLUMN via text;
