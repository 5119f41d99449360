-- Waits until nobody else appends, and keeps others from it to the end of the transaction; answers the position of the
-- last event. An advisory lock and not that of the row, which would be a write: a transaction that then changes nothing
-- would have to wait for the disk.
CREATE FUNCTION lock_log_head() RETURNS bigint
    LANGUAGE plpgsql
AS
$$
DECLARE
    head bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('stockledger log_head'));
    -- A statement of its own, so that it sees what the one before has waited for.
    SELECT position INTO STRICT head FROM log_head;
    RETURN head;
END
$$;

REVOKE ALL ON FUNCTION lock_log_head FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_log_head TO ${application_role};

-- The one way to append. All events of the call are written, with their receipts and deadlines, or nothing.
--
-- First it locks the log's head to the commit: from there on nobody else appends. Each later statement sees all that was
-- committed before, so the versions and keys it checks cannot change any more. A stream that was only read for a
-- decision is checked as well; a call without events only checks, and takes no lock. A call that is refused has written
-- nothing, and need not wait for the disk.
--
-- A caller who has taken in the whole log up to p_followed knows the versions of the streams that he has confirmed
-- before, so where the log is still there, only the first p_unconfirmed of the streams are looked up.
--
-- p_occurred_at is in microseconds since 1970, which a double holds exactly until the year 2255.
--
-- Answers the position of the first event; or a row for each stream that is not at the version expected of it and for
-- each key that is known already.
CREATE FUNCTION append_events(
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
    -- The tables start empty and grow fast; a plan made for an empty one must not scan the full one.
    SET enable_seqscan = off
AS
$$
DECLARE
    event_count bigint  := cardinality(p_event_ids);
    checked     integer := cardinality(p_streams);
    refused     boolean := false;
    head        bigint;
BEGIN
    IF event_count > 0 THEN
        head := lock_log_head();
    ELSE
        SELECT position INTO head FROM log_head;
    END IF;

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
        UPDATE log_head SET position = head + event_count;
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

REVOKE ALL ON FUNCTION append_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events TO ${application_role};
