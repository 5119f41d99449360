-- What each idempotency key stands for: the command's fingerprint and where its events are. Written with the events, in
-- one transaction. Old keys are forgotten by dropping partitions; a lookup asks each partition, so there are few.

CREATE TABLE receipts (
    idempotency_key text        NOT NULL COLLATE "C",
    fingerprint     uuid        NOT NULL,
    first_position  bigint      NOT NULL,
    event_count     integer     NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT receipts_first_position_from_1 CHECK (first_position >= 1),
    CONSTRAINT receipts_event_count_from_1 CHECK (event_count >= 1)
) PARTITION BY RANGE (recorded_at);

CREATE INDEX receipts_by_key ON receipts (idempotency_key);

CREATE TABLE receipt_partitions (
    name      text        NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    CONSTRAINT receipt_partitions_pk PRIMARY KEY (name)
);

GRANT SELECT, INSERT ON receipts TO ${application_role};
GRANT SELECT ON receipt_partitions TO ${application_role};

-- Makes the partitions for the time up to two spans from p_now, and drops those that ended more than p_kept before it. A
-- partition spans p_kept: then a key is kept for one to two such spans, and there are at most four partitions.
CREATE FUNCTION maintain_receipts(p_now timestamptz, p_kept interval) RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
    SET lock_timeout = '5s'
AS
$$
DECLARE
    covered timestamptz;
    part    text;
BEGIN
    -- One instance at a time.
    LOCK TABLE receipt_partitions IN EXCLUSIVE MODE;
    SELECT coalesce(max(ends_at), date_trunc('day', p_now, 'UTC')) INTO covered FROM receipt_partitions;
    WHILE covered <= p_now + p_kept
        LOOP
            part := 'receipts_' || to_char(covered AT TIME ZONE 'UTC', 'YYYYMMDD_HH24MI');
            EXECUTE format('CREATE TABLE %I PARTITION OF receipts FOR VALUES FROM (%L) TO (%L)',
                           part, covered, covered + p_kept);
            INSERT INTO receipt_partitions (name, starts_at, ends_at) VALUES (part, covered, covered + p_kept);
            covered := covered + p_kept;
        END LOOP;
    FOR part IN SELECT name FROM receipt_partitions WHERE ends_at < p_now - p_kept
        LOOP
            EXECUTE format('DROP TABLE %I', part);
            DELETE FROM receipt_partitions WHERE name = part;
        END LOOP;
END
$$;

REVOKE ALL ON FUNCTION maintain_receipts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION maintain_receipts TO ${application_role};
