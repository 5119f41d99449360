-- A receipt always finds a partition, whatever the clock shows. The listed partitions follow each other without a gap
-- and begin at MINVALUE, for a clock that has been set back. The default partition takes the receipts beyond the last
-- one, from a clock that has gone ahead between two passes of maintain_receipts; each pass empties it.
CREATE TABLE receipts_default PARTITION OF receipts DEFAULT;

-- When a pass first found that the time of the partition is over; null again if a later pass finds that it is not.
ALTER TABLE receipt_partitions ADD COLUMN over_since timestamptz;

UPDATE receipt_partitions SET over_since = ends_at WHERE ends_at <= now();

CREATE FUNCTION add_receipt_partition(p_from timestamptz, p_to timestamptz, p_now timestamptz) RETURNS void
    LANGUAGE plpgsql
    SET search_path = public, pg_temp
AS
$$
DECLARE
    first boolean := p_from = '-infinity';
    part  text    := CASE WHEN first THEN 'receipts_until_' ELSE 'receipts_' END
        || to_char((CASE WHEN first THEN p_to ELSE p_from END) AT TIME ZONE 'UTC', 'YYYYMMDD_HH24MI');
BEGIN
    EXECUTE format('CREATE TABLE %I PARTITION OF receipts FOR VALUES FROM (%s) TO (%L)',
                   part, CASE WHEN first THEN 'MINVALUE' ELSE quote_literal(p_from) END, p_to);
    INSERT INTO receipt_partitions (name, starts_at, ends_at, over_since)
    VALUES (part, p_from, p_to, CASE WHEN p_to <= p_now THEN p_now END);
END
$$;

REVOKE ALL ON FUNCTION add_receipt_partition FROM PUBLIC;

-- One pass: drops the partitions that have been over for p_kept, and makes those for the time up to two spans of p_kept
-- from p_now. A key is kept for one to two spans.
--
-- The clock may jump in either direction. A partition is dropped only after every pass for p_kept has found it over, so
-- a clock that is ahead or behind for less than that costs no key. The partitions that a clock ahead has made too far
-- in the future are removed; the receipts in them, and those in the default partition, are kept as if recorded at
-- p_now. After a long time without a pass, one partition covers that time.
--
-- The application role cannot choose the time: for it, p_now is always now().
CREATE OR REPLACE FUNCTION maintain_receipts(p_now timestamptz, p_kept interval) RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
    SET lock_timeout = '5s'
AS
$$
DECLARE
    pass_time timestamptz := CASE WHEN pg_has_role(session_user, current_user, 'MEMBER') THEN p_now ELSE now() END;
    kept      interval    := greatest(p_kept, interval '1 day');
    today     timestamptz := date_trunc('day', pass_time, 'UTC');
    aside     text[]      := '{}';
    covered   timestamptz;
    oldest    timestamptz;
    part      record;
BEGIN
    -- One instance at a time.
    LOCK TABLE receipt_partitions IN EXCLUSIVE MODE;

    UPDATE receipt_partitions
    SET over_since = CASE WHEN ends_at <= pass_time THEN least(over_since, pass_time) END
    WHERE over_since IS DISTINCT FROM CASE WHEN ends_at <= pass_time THEN least(over_since, pass_time) END;

    FOR part IN SELECT name, over_since FROM receipt_partitions ORDER BY ends_at
        LOOP
            EXIT WHEN part.over_since IS NULL OR part.over_since >= pass_time - kept;
            EXECUTE format('DROP TABLE %I', part.name);
            DELETE FROM receipt_partitions WHERE name = part.name;
        END LOOP;

    -- The present partition may be a long one, from a longer p_kept or from a long time without a pass.
    FOR part IN SELECT name
                FROM receipt_partitions
                WHERE ends_at > pass_time + CASE WHEN starts_at > pass_time THEN 3 * kept
                                                 ELSE greatest(3 * kept, interval '400 days') END
        LOOP
            EXECUTE format('ALTER TABLE receipts DETACH PARTITION %I', part.name);
            EXECUTE format('ALTER TABLE %I RENAME TO %I', part.name, part.name || '_ahead');
            DELETE FROM receipt_partitions WHERE name = part.name;
            aside := array_append(aside, part.name || '_ahead');
        END LOOP;
    IF EXISTS (SELECT FROM receipts_default) THEN
        ALTER TABLE receipts DETACH PARTITION receipts_default;
        aside := array_append(aside, 'receipts_default');
    END IF;

    SELECT min(starts_at), max(ends_at) INTO oldest, covered FROM receipt_partitions;
    IF oldest IS NULL THEN
        covered := today + kept;
        PERFORM add_receipt_partition('-infinity', covered, pass_time);
    ELSIF oldest > '-infinity' THEN
        PERFORM add_receipt_partition('-infinity', oldest, pass_time);
    END IF;
    IF covered < today THEN
        PERFORM add_receipt_partition(covered, today, pass_time);
        covered := today;
    END IF;
    WHILE covered <= pass_time + kept
        LOOP
            PERFORM add_receipt_partition(covered, covered + kept, pass_time);
            covered := covered + kept;
        END LOOP;

    FOR part IN SELECT name FROM unnest(aside) AS detached (name)
        LOOP
            EXECUTE format('INSERT INTO receipts (idempotency_key, fingerprint, first_position, event_count,
                                                  recorded_at)
                            SELECT idempotency_key, fingerprint, first_position, event_count, %L FROM %I',
                           pass_time, part.name);
            IF part.name = 'receipts_default' THEN
                TRUNCATE receipts_default;
                ALTER TABLE receipts ATTACH PARTITION receipts_default DEFAULT;
            ELSE
                EXECUTE format('DROP TABLE %I', part.name);
            END IF;
        END LOOP;
END
$$;
