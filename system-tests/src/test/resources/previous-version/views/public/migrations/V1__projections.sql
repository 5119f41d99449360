-- What is known about each read model: its generations, and how far each of them is. A generation is
-- one build of a read model, in tables of its own, by one version of its projection.

CREATE TABLE projections (
    projection         text COLLATE "C" NOT NULL,
    generation         integer          NOT NULL,
    projection_version integer          NOT NULL,
    state              text COLLATE "C" NOT NULL,
    position           bigint           NOT NULL DEFAULT 0,
    complete_through   timestamptz,
    checksums          text COLLATE "C",
    started_at         timestamptz      NOT NULL DEFAULT clock_timestamp(),
    state_since        timestamptz      NOT NULL DEFAULT clock_timestamp(),
    used_at            timestamptz      NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT projections_pk PRIMARY KEY (projection, generation),
    CONSTRAINT projections_state CHECK (state IN
        ('building', 'comparing', 'differs', 'serving', 'retained', 'dropping', 'dropped')),
    CONSTRAINT projections_checksums CHECK (checksums IN ('equal', 'different'))
);

COMMENT ON COLUMN projections.position IS
    'every event up to this log position has been applied';
COMMENT ON COLUMN projections.complete_through IS
    'every event that was published up to this instant has been applied';
COMMENT ON COLUMN projections.checksums IS
    'how the rows compared with those of the serving generation; null where nothing was compared';
COMMENT ON COLUMN projections.used_at IS
    'when a replica that serves this version was last alive';

-- One generation serves a version, and one is being built for it.
CREATE UNIQUE INDEX projections_one_serving ON projections (projection, projection_version)
    WHERE state = 'serving';
CREATE UNIQUE INDEX projections_one_rebuild ON projections (projection, projection_version)
    WHERE state IN ('building', 'comparing', 'differs');

-- Replicas share a consumer group only with those that have the same versions of all projections:
-- each group then feeds every read model that its replicas serve.
CREATE TABLE intake_groups (
    projection_versions text COLLATE "C" NOT NULL,
    number              integer          NOT NULL,
    CONSTRAINT intake_groups_pk PRIMARY KEY (projection_versions),
    CONSTRAINT intake_groups_number UNIQUE (number)
);

-- Written in the transaction that projects the batch, so the rows and the progress never disagree.
CREATE TABLE projection_progress (
    projection  text COLLATE "C" NOT NULL,
    generation  integer          NOT NULL,
    partition   integer          NOT NULL,
    topic_id    text COLLATE "C" NOT NULL,
    next_offset bigint           NOT NULL,
    position    bigint           NOT NULL,
    occurred_at timestamptz,
    updated_at  timestamptz      NOT NULL,
    CONSTRAINT projection_progress_pk PRIMARY KEY (projection, generation, partition)
);

-- Products whose next event is missing, unreadable or impossible. They are repaired by publishing
-- the log again from the missing event on.
CREATE TABLE held_products (
    projection               text COLLATE "C" NOT NULL,
    generation               integer          NOT NULL,
    product_id               text COLLATE "C" NOT NULL,
    expected_sequence_number bigint           NOT NULL,
    seen_sequence_number     bigint           NOT NULL,
    reason                   text             NOT NULL,
    since                    timestamptz      NOT NULL,
    CONSTRAINT held_products_pk PRIMARY KEY (projection, generation, product_id),
    CONSTRAINT held_products_behind CHECK (expected_sequence_number <= seen_sequence_number)
);
