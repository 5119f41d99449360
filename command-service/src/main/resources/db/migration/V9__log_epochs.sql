-- The incarnations of the log. A log that is restored to an earlier moment gives positions and sequence numbers to new
-- events that other events had before; its new epoch tells the two apart. The restore is noticed by an instance or by
-- the relay, which halt the log; an operator then starts the next epoch.
CREATE TABLE log_epochs (
    number     integer     NOT NULL,
    epoch      uuid        NOT NULL,
    started_at timestamptz NOT NULL,
    reason     text        NOT NULL,
    CONSTRAINT log_epochs_pk PRIMARY KEY (number),
    CONSTRAINT log_epochs_epoch_key UNIQUE (epoch),
    CONSTRAINT log_epochs_number_from_1 CHECK (number >= 1)
);

INSERT INTO log_epochs (number, epoch, started_at, reason)
VALUES (1, gen_random_uuid(), now(), 'the first epoch');

-- The id of the last event, which tells a log from another one of the same length; the present epoch; and the reason
-- why nothing may be appended, null if the log is not halted.
ALTER TABLE log_head
    ADD COLUMN event_id     uuid,
    ADD COLUMN epoch        uuid,
    ADD COLUMN epoch_number integer,
    ADD COLUMN halted       text,
    ADD CONSTRAINT log_head_halted_with_reason CHECK (halted <> '');

UPDATE log_head h
SET event_id     = (SELECT e.event_id FROM events e WHERE e.position = h.position),
    epoch        = p.epoch,
    epoch_number = p.number
FROM log_epochs p;

ALTER TABLE log_head
    ALTER COLUMN epoch SET NOT NULL,
    ALTER COLUMN epoch_number SET NOT NULL;

GRANT SELECT ON log_epochs TO ${application_role};

-- Answers the position and the id of the last event. Raises SL001 with the reason as its detail if the log is halted;
-- SL002 if the log is no longer in the epoch p_epoch; and SL003 if the log lacks the event p_event_id at p_position,
-- which the caller has seen in this epoch. A null is not checked. Its callers set the search path.
CREATE FUNCTION read_log_head(
    p_epoch           uuid,
    p_position        bigint,
    p_event_id        uuid,
    OUT head_position bigint,
    OUT head_event_id uuid
)
    LANGUAGE plpgsql
AS
$$
DECLARE
    head log_head;
BEGIN
    SELECT * INTO STRICT head FROM log_head;
    IF head.halted IS NOT NULL THEN
        RAISE EXCEPTION 'the event log is halted' USING ERRCODE = 'SL001', DETAIL = head.halted;
    END IF;
    IF head.epoch <> p_epoch THEN
        RAISE EXCEPTION 'the event log is in epoch %', head.epoch_number USING ERRCODE = 'SL002';
    END IF;
    IF head.position < p_position THEN
        RAISE EXCEPTION 'the event log has lost events' USING
            ERRCODE = 'SL003',
            DETAIL = format('it ends at position %s, but had an event at position %s', head.position, p_position);
    END IF;
    IF head.position = p_position AND head.event_id <> p_event_id
        OR head.position > p_position AND p_event_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM events e WHERE e.position = p_position AND e.event_id = p_event_id) THEN
        RAISE EXCEPTION 'the event log has lost events' USING
            ERRCODE = 'SL003',
            DETAIL = format('its event at position %s is not %s, which was there before', p_position, p_event_id);
    END IF;
    head_position := head.position;
    head_event_id := head.event_id;
END
$$;

REVOKE ALL ON FUNCTION read_log_head FROM PUBLIC;

-- Waits until nobody else appends, and keeps others from it to the end of the transaction; answers as read_log_head.
--
-- From there the transaction has two seconds. Then the server ends it and its connection, so that a caller who is
-- frozen or cut off does not stop the others. A transaction that has locked the head before keeps its first two
-- seconds.
CREATE FUNCTION lock_log_head(
    p_epoch           uuid,
    p_position        bigint,
    p_event_id        uuid,
    OUT head_position bigint,
    OUT head_event_id uuid
)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
    -- As in append_events.
    SET enable_seqscan = off
AS
$$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('stockledger log_head'));
    PERFORM set_config('transaction_timeout', '2s', true);
    -- A statement of its own, which begins after the wait and sees what the others have appended.
    SELECT h.head_position, h.head_event_id INTO head_position, head_event_id
    FROM read_log_head(p_epoch, p_position, p_event_id) h;
END
$$;

REVOKE ALL ON FUNCTION lock_log_head(uuid, bigint, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_log_head(uuid, bigint, uuid) TO ${application_role};

-- For instances of earlier versions, which know no epochs.
CREATE OR REPLACE FUNCTION lock_log_head() RETURNS bigint
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = public, pg_temp
AS
$$
SELECT head_position FROM lock_log_head(NULL, NULL, NULL)
$$;

-- Keeps everybody from appending, if the log is still in this epoch and not halted already. Anyone who finds that the
-- log is not the one it was may halt it; only its owner can start the next epoch.
CREATE FUNCTION halt_log(p_epoch uuid, p_reason text) RETURNS boolean
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
AS
$$
BEGIN
    UPDATE log_head SET halted = p_reason WHERE epoch = p_epoch AND halted IS NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM pg_notify('stockledger_events', '');
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION halt_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION halt_log TO ${application_role};

-- Starts the next epoch of a restored log, and answers its number: one more than the present number, and than p_above.
-- The snapshots go, since they may hold lost events; the relay publishes the whole log again.
CREATE FUNCTION start_log_epoch(p_reason text, p_above integer DEFAULT 0) RETURNS integer
    LANGUAGE plpgsql
    SET search_path = public, pg_temp
AS
$$
DECLARE
    head   log_head;
    last   bigint;
    number integer;
    id     uuid := gen_random_uuid();
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('stockledger log_head'));
    SELECT * INTO STRICT head FROM log_head;
    SELECT coalesce(max(position), 0) INTO last FROM events;
    IF head.position <> last THEN
        RAISE EXCEPTION 'log_head says that the log ends at position %, but its last event is at %', head.position, last
            USING HINT = 'Restore the whole database to one moment.';
    END IF;
    number := greatest(head.epoch_number, p_above) + 1;
    INSERT INTO log_epochs (number, epoch, started_at, reason) VALUES (number, id, clock_timestamp(), p_reason);
    UPDATE log_head
    SET event_id     = (SELECT e.event_id FROM events e WHERE e.position = last),
        epoch        = id,
        epoch_number = number,
        halted       = NULL;
    -- The lock lets a writer of snapshots finish, or makes it see the new epoch.
    LOCK TABLE snapshots IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM snapshots;
    UPDATE relay_checkpoint SET published = 0, updated_at = clock_timestamp();
    PERFORM pg_notify('stockledger_events', '');
    RETURN number;
END
$$;

REVOKE ALL ON FUNCTION start_log_epoch FROM PUBLIC;

-- As append_events for instances of earlier versions, and raises SL001, SL002 and SL003 as read_log_head.
CREATE FUNCTION append_events(
    p_epoch             uuid,
    p_known_position    bigint,
    p_known_event_id    uuid,
    p_followed          bigint,
    p_unconfirmed       integer,
    p_streams           text[],
    p_expected_versions bigint[],
    p_keys              text[],
    p_event_ids         text[],
    p_event_streams     text[],
    p_sequence_numbers  bigint[],
    p_occurred_at       bigint[],
    p_event_types       text[],
    p_event_versions    integer[],
    p_payloads          text[],
    p_metadata          text[],
    p_receipt_keys      text[],
    p_fingerprints      text[],
    p_first_events      integer[],
    p_event_counts      integer[],
    p_deadlines         timestamptz[],
    p_deadline_products text[],
    p_deadline_orders   text[]
)
    RETURNS TABLE
            (
                first_position   bigint,
                conflict_stream  text,
                expected_version bigint,
                actual_version   bigint,
                known_key        text
            )
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
    -- The tables start empty and grow fast; a plan made for an empty one must not scan the full one.
    SET enable_seqscan = off
AS
$$
DECLARE
    event_count bigint  := cardinality(p_event_ids);
    checked     integer := cardinality(p_streams);
    refused     boolean := false;
    found_head  log_head;
    head        bigint;
BEGIN
    -- The statements of lock_log_head, without the cost of a call.
    IF event_count > 0 THEN
        PERFORM pg_advisory_xact_lock(hashtext('stockledger log_head'));
        PERFORM set_config('transaction_timeout', '2s', true);
    END IF;
    SELECT * INTO STRICT found_head FROM log_head;
    IF found_head.halted IS NOT NULL OR found_head.epoch <> p_epoch
        OR found_head.event_id IS DISTINCT FROM p_known_event_id THEN
        PERFORM read_log_head(p_epoch, p_known_position, p_known_event_id);
    END IF;
    head := found_head.position;

    IF head = p_followed THEN
        checked := p_unconfirmed;
    END IF;
    IF checked > 0 THEN
        RETURN QUERY
            SELECT NULL::bigint, asked.stream, asked.expected, actual.version, NULL::text
            FROM unnest(p_streams[:checked], p_expected_versions[:checked]) AS asked (stream, expected)
                     CROSS JOIN LATERAL (
                SELECT coalesce(max(e.sequence_number), 0) AS version
                FROM events e
                WHERE e.aggregate_id = asked.stream COLLATE "C") AS actual
            WHERE actual.version <> asked.expected;
        refused := FOUND;
    END IF;
    IF cardinality(p_keys) > 0 THEN
        RETURN QUERY
            SELECT NULL::bigint, NULL::text, NULL::bigint, NULL::bigint, r.idempotency_key
            FROM receipts r
            WHERE r.idempotency_key = ANY (p_keys);
        refused := refused OR FOUND;
    END IF;
    IF refused THEN
        RETURN;
    END IF;

    IF event_count > 0 THEN
        UPDATE log_head SET position = head + event_count, event_id = p_event_ids[event_count]::uuid;
        INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                            event_version, occurred_at, payload, metadata)
        SELECT head + added.ordinality,
               added.event_id::uuid,
               added.stream,
               'Inventory',
               added.sequence_number,
               added.event_type,
               added.event_version,
               to_timestamp(added.occurred_at::float8 / 1000000),
               added.payload::json,
               added.metadata::json
        FROM unnest(p_event_ids, p_event_streams, p_sequence_numbers, p_occurred_at, p_event_types,
                    p_event_versions, p_payloads, p_metadata)
                 WITH ORDINALITY AS added (event_id, stream, sequence_number, occurred_at, event_type,
                                           event_version, payload, metadata, ordinality);
        IF cardinality(p_receipt_keys) > 0 THEN
            INSERT INTO receipts (idempotency_key, fingerprint, first_position, event_count)
            SELECT receipt.key, receipt.fingerprint::uuid, head + 1 + receipt.first_event, receipt.event_count
            FROM unnest(p_receipt_keys, p_fingerprints, p_first_events, p_event_counts)
                     AS receipt (key, fingerprint, first_event, event_count);
        END IF;
        IF cardinality(p_deadlines) > 0 THEN
            INSERT INTO reservation_deadlines (expires_at, product_id, order_id)
            SELECT deadline.expires_at, deadline.product_id, deadline.order_id
            FROM unnest(p_deadlines, p_deadline_products, p_deadline_orders)
                     AS deadline (expires_at, product_id, order_id)
            ON CONFLICT ON CONSTRAINT reservation_deadlines_pk DO NOTHING;
        END IF;
        PERFORM pg_notify('stockledger_events', '');
    END IF;
    RETURN QUERY SELECT head + 1, NULL::text, NULL::bigint, NULL::bigint, NULL::text;
END
$$;

REVOKE ALL ON FUNCTION append_events(uuid, bigint, uuid, bigint, integer, text[], bigint[], text[], text[], text[],
    bigint[], bigint[], text[], integer[], text[], text[], text[], text[], integer[], integer[], timestamptz[], text[],
    text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events(uuid, bigint, uuid, bigint, integer, text[], bigint[], text[], text[], text[],
    bigint[], bigint[], text[], integer[], text[], text[], text[], text[], integer[], integer[], timestamptz[], text[],
    text[]) TO ${application_role};

-- For instances of earlier versions, which know no epochs.
CREATE OR REPLACE FUNCTION append_events(
    p_followed          bigint,
    p_unconfirmed       integer,
    p_streams           text[],
    p_expected_versions bigint[],
    p_keys              text[],
    p_event_ids         text[],
    p_event_streams     text[],
    p_sequence_numbers  bigint[],
    p_occurred_at       bigint[],
    p_event_types       text[],
    p_event_versions    integer[],
    p_payloads          text[],
    p_metadata          text[],
    p_receipt_keys      text[],
    p_fingerprints      text[],
    p_first_events      integer[],
    p_event_counts      integer[],
    p_deadlines         timestamptz[],
    p_deadline_products text[],
    p_deadline_orders   text[]
)
    RETURNS TABLE
            (
                first_position   bigint,
                conflict_stream  text,
                expected_version bigint,
                actual_version   bigint,
                known_key        text
            )
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = public, pg_temp
AS
$$
SELECT * FROM append_events(NULL, NULL, NULL, p_followed, p_unconfirmed, p_streams, p_expected_versions, p_keys,
                            p_event_ids, p_event_streams, p_sequence_numbers, p_occurred_at, p_event_types,
                            p_event_versions, p_payloads, p_metadata, p_receipt_keys, p_fingerprints,
                            p_first_events, p_event_counts, p_deadlines, p_deadline_products, p_deadline_orders)
$$;
