-- The lease of the relay: the instance that holds it publishes the event log. The term rises with each new holder, and
-- the checkpoint carries the term of the holder that may move it, so that a former holder cannot.

CREATE TABLE relay_lease (
    only_row   boolean     NOT NULL DEFAULT true,
    term       bigint      NOT NULL,
    -- The instance that holds the lease; null if it was released.
    instance   uuid,
    holder     text        NOT NULL,
    taken_at   timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- What the holder does, in words for the operator.
    activity   text        NOT NULL,
    CONSTRAINT relay_lease_pk PRIMARY KEY (only_row),
    CONSTRAINT relay_lease_only_row CHECK (only_row),
    CONSTRAINT relay_lease_term_from_0 CHECK (term >= 0)
) WITH (fillfactor = 10);

INSERT INTO relay_lease (term, holder, taken_at, expires_at, activity)
VALUES (0, 'none', now(), now(), 'no instance has published yet');

GRANT SELECT, UPDATE ON relay_lease TO ${application_role};

ALTER TABLE relay_checkpoint
    ADD COLUMN term           bigint NOT NULL DEFAULT 0,
    -- The id that Kafka gave the topic to which the events were published.
    ADD COLUMN topic_id       text,
    -- For each partition of the topic, the position of its last event up to positions_of.
    ADD COLUMN last_positions bigint[],
    ADD COLUMN positions_of   bigint;
