-- The newest snapshot of each stream. A snapshot is a convenience: the events alone are the truth.
CREATE TABLE snapshots (
    aggregate_id text        NOT NULL COLLATE "C",
    version      bigint      NOT NULL,
    format       integer     NOT NULL,
    state        json        NOT NULL,
    taken_at     timestamptz NOT NULL,
    CONSTRAINT snapshots_pk PRIMARY KEY (aggregate_id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON snapshots TO ${application_role};
