-- The one way to append. All events of the call are written, or none.
--
-- First it updates log_head, whose lock is held to the commit: from there on nobody else appends. Each later statement
-- sees all that was committed before, so the versions it checks cannot change any more. A stream that was only read
-- for a decision is checked as well; a call without events only checks, and takes no lock.
--
-- Answers the position of the first event, or a row for each stream that is not at the version expected of it.
CREATE FUNCTION append_events(
    p_streams           text[],
    p_expected_versions bigint[],
    p_event_ids         uuid[],
    p_event_streams     text[],
    p_sequence_numbers  bigint[],
    p_event_types       text[],
    p_event_versions    integer[],
    p_occurred_at       timestamptz[],
    p_payloads          text[],
    p_metadata          text[]
)
    RETURNS TABLE
            (
                first_position   bigint,
                conflict_stream  text,
                expected_version bigint,
                actual_version   bigint
            )
    LANGUAGE plpgsql
AS
$$
DECLARE
    event_count bigint := cardinality(p_event_ids);
    head        bigint;
BEGIN
    IF event_count > 0 THEN
        UPDATE log_head SET position = position + event_count RETURNING position - event_count INTO head;
    END IF;

    RETURN QUERY
        SELECT NULL::bigint, checked.stream, checked.expected, actual.version
        FROM unnest(p_streams, p_expected_versions) AS checked (stream, expected)
                 CROSS JOIN LATERAL (
            SELECT coalesce(max(e.sequence_number), 0) AS version
            FROM events e
            WHERE e.aggregate_id = checked.stream COLLATE "C") AS actual
        WHERE actual.version <> checked.expected;
    IF FOUND THEN
        IF event_count > 0 THEN
            UPDATE log_head SET position = head;
        END IF;
        RETURN;
    END IF;

    IF event_count > 0 THEN
        INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                            event_version, occurred_at, payload, metadata)
        SELECT head + added.ordinality,
               added.event_id,
               added.stream,
               'Inventory',
               added.sequence_number,
               added.event_type,
               added.event_version,
               added.occurred_at,
               added.payload::json,
               added.metadata::json
        FROM unnest(p_event_ids, p_event_streams, p_sequence_numbers, p_event_types, p_event_versions,
                    p_occurred_at, p_payloads, p_metadata)
                 WITH ORDINALITY AS added (event_id, stream, sequence_number, event_type, event_version,
                                           occurred_at, payload, metadata, ordinality);
        PERFORM pg_notify('stockledger_events', '');
    END IF;
    RETURN QUERY SELECT head + 1, NULL::text, NULL::bigint, NULL::bigint;
END
$$;

REVOKE ALL ON FUNCTION append_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events TO ${application_role};
