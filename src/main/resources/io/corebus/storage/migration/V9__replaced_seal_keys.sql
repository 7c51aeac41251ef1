-- A key that was replaced seals nothing any more, and its private part goes: the owner of the database could forge with it what comes behind. See
-- docs/audit.md.

-- The last seal that is good with this key, 0 where it never made one; null: it was not replaced.
ALTER TABLE corebus.seal_key ADD COLUMN last_seal bigint;

-- A node that still has the key in memory is told by this that its seal was not taken.
CREATE FUNCTION corebus.refuse_replaced_seal_key() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM corebus.seal_key WHERE kid = NEW.kid AND last_seal IS NOT NULL) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END
$$;

-- With the first seal of another key, the one before it is replaced, and so is every other key that is kept here. Runs with the rights of its owner, so that
-- the user of the service needs no right to update.
CREATE FUNCTION corebus.replace_seal_keys() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text;
BEGIN
    SELECT kid INTO before FROM corebus.seal WHERE number = NEW.number - 1;
    IF before IS DISTINCT FROM NEW.kid THEN
        UPDATE corebus.seal_key
        SET private_jwk = NULL, first = false, last_seal = CASE WHEN kid = before THEN NEW.number - 1 ELSE 0 END
        WHERE kid <> NEW.kid AND last_seal IS NULL AND (kid = before OR private_jwk IS NOT NULL);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER seal_refuse_replaced_key BEFORE INSERT ON corebus.seal
    FOR EACH ROW EXECUTE FUNCTION corebus.refuse_replaced_seal_key();
CREATE TRIGGER seal_replace_keys AFTER INSERT ON corebus.seal
    FOR EACH ROW EXECUTE FUNCTION corebus.replace_seal_keys();

-- What was replaced before: what sealed and did not make the newest seal, and what is kept here beside that.
UPDATE corebus.seal_key key
SET private_jwk = NULL, first = false,
    last_seal = coalesce((SELECT max(seal.number) FROM corebus.seal WHERE seal.kid = key.kid), 0)
FROM (SELECT kid FROM corebus.seal ORDER BY number DESC LIMIT 1) newest
WHERE key.kid <> newest.kid
    AND (key.private_jwk IS NOT NULL OR EXISTS (SELECT FROM corebus.seal WHERE seal.kid = key.kid));
