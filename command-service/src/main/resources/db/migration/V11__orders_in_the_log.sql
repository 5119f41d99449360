-- Finds what was shipped of a product for an order and came back. By hash of both ids, so that neither the other orders
-- of the product nor the other products of the order are read. Two pairs of ids can give the same text, so the look-up
-- also compares both ids.
CREATE INDEX events_shipments_by_order ON events
    USING hash ((aggregate_id || ' ' || (payload ->> 'orderId')) COLLATE "C")
    WHERE event_type IN ('StockShipped', 'StockReturned');

-- Finds the products that an order got from other orders; events_by_order finds those that it has reserved itself.
CREATE INDEX events_by_receiving_order ON events USING hash ((payload ->> 'toOrderId') COLLATE "C")
    WHERE event_type = 'ReservationReassigned';

-- Does what the previous append_events does, and also refuses a batch that expects another number of products of an order
-- (p_orders with p_order_products) than the order has ever reserved or got from other orders in the log.
CREATE FUNCTION append_events(
    p_epoch             uuid,
    p_known_position    bigint,
    p_known_event_id    uuid,
    p_followed          bigint,
    p_unconfirmed       integer,
    p_streams           text[],
    p_expected_versions bigint[],
    p_keys              text[],
    p_orders            text[],
    p_order_products    integer[],
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
                known_key        text,
                changed_order    text
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
            SELECT NULL::bigint, asked.stream, asked.expected, actual.version, NULL::text, NULL::text
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
            SELECT NULL::bigint, NULL::text, NULL::bigint, NULL::bigint, r.idempotency_key, NULL::text
            FROM receipts r
            WHERE r.idempotency_key = ANY (p_keys);
        refused := refused OR FOUND;
    END IF;
    IF cardinality(p_orders) > 0 THEN
        RETURN QUERY
            SELECT NULL::bigint, NULL::text, NULL::bigint, NULL::bigint, NULL::text, asked.order_id
            FROM unnest(p_orders, p_order_products) AS asked (order_id, products)
                     CROSS JOIN LATERAL (
                SELECT count(DISTINCT given.aggregate_id) AS products
                FROM (SELECT e.aggregate_id
                      FROM events e
                      WHERE e.event_type = 'StockReserved'
                        AND (e.payload ->> 'orderId') COLLATE "C" = asked.order_id COLLATE "C"
                      UNION ALL
                      SELECT e.aggregate_id
                      FROM events e
                      WHERE e.event_type = 'ReservationReassigned'
                        AND (e.payload ->> 'toOrderId') COLLATE "C" = asked.order_id COLLATE "C") AS given) AS actual
            WHERE actual.products <> asked.products;
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
    RETURN QUERY SELECT head + 1, NULL::text, NULL::bigint, NULL::bigint, NULL::text, NULL::text;
END
$$;

REVOKE ALL ON FUNCTION append_events(uuid, bigint, uuid, bigint, integer, text[], bigint[], text[], text[], integer[],
    text[], text[], bigint[], bigint[], text[], integer[], text[], text[], text[], text[], integer[], integer[],
    timestamptz[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events(uuid, bigint, uuid, bigint, integer, text[], bigint[], text[], text[], integer[],
    text[], text[], bigint[], bigint[], text[], integer[], text[], text[], text[], text[], integer[], integer[],
    timestamptz[], text[], text[]) TO ${application_role};

-- For instances of the version before, which expect nothing of orders.
CREATE OR REPLACE FUNCTION append_events(
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
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = public, pg_temp
AS
$$
SELECT first_position, conflict_stream, expected_version, actual_version, known_key
FROM append_events(p_epoch, p_known_position, p_known_event_id, p_followed, p_unconfirmed, p_streams,
                   p_expected_versions, p_keys, '{}'::text[], '{}'::integer[], p_event_ids, p_event_streams,
                   p_sequence_numbers, p_occurred_at, p_event_types, p_event_versions, p_payloads, p_metadata,
                   p_receipt_keys, p_fingerprints, p_first_events, p_event_counts, p_deadlines, p_deadline_products,
                   p_deadline_orders)
$$;
