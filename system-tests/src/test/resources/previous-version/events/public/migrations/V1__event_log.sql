-- The append-only log of all events. Its owner migrates it; the application role ${application_role} reads and adds.

CREATE TABLE events (
    position        bigint      NOT NULL,
    event_id        uuid        NOT NULL,
    aggregate_id    text        NOT NULL COLLATE "C",
    aggregate_type  text        NOT NULL COLLATE "C",
    sequence_number bigint      NOT NULL,
    event_type      text        NOT NULL COLLATE "C",
    event_version   integer     NOT NULL,
    occurred_at     timestamptz NOT NULL,
    -- json, not jsonb: the text is kept as it was written, so what is published is what was stored.
    payload         json        NOT NULL,
    metadata        json        NOT NULL,
    CONSTRAINT events_pk PRIMARY KEY (position),
    CONSTRAINT events_stream_key UNIQUE (aggregate_id, sequence_number),
    CONSTRAINT events_position_from_1 CHECK (position >= 1),
    CONSTRAINT events_sequence_number_from_1 CHECK (sequence_number >= 1)
);

-- Finds the products that an order has ever reserved; everything else about an order names them. By hash, since it is
-- only asked for equality, and an order's id comes at a random place of a tree, which costs an append more.
CREATE INDEX events_by_order ON events USING hash ((payload ->> 'orderId') COLLATE "C")
    WHERE event_type = 'StockReserved';

-- One row: the position of the last event. Whoever appends has locked it (lock_log_head) to his commit, which puts all
-- appends in one order.
CREATE TABLE log_head (
    only_row boolean NOT NULL DEFAULT true,
    position bigint  NOT NULL,
    CONSTRAINT log_head_pk PRIMARY KEY (only_row),
    CONSTRAINT log_head_only_row CHECK (only_row)
) WITH (fillfactor = 10);

INSERT INTO log_head (position) VALUES (0);

CREATE FUNCTION refuse_change_of_events() RETURNS trigger
    LANGUAGE plpgsql
AS
$$
BEGIN
    RAISE EXCEPTION 'events are append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER events_are_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE
    ON events
    FOR EACH STATEMENT
EXECUTE FUNCTION refuse_change_of_events();

GRANT USAGE ON SCHEMA public TO ${application_role};
GRANT SELECT, INSERT ON events TO ${application_role};
GRANT SELECT, UPDATE ON log_head TO ${application_role};
