-- What is known about each read model: which version of its projection built it, and how far it is.

CREATE TABLE projections (
    projection         text COLLATE "C" NOT NULL,
    generation         integer          NOT NULL,
    projection_version integer          NOT NULL,
    position           bigint           NOT NULL DEFAULT 0,
    complete_through   timestamptz,
    CONSTRAINT projections_pk PRIMARY KEY (projection, generation)
);

COMMENT ON COLUMN projections.position IS
    'every event up to this log position has been applied';
COMMENT ON COLUMN projections.complete_through IS
    'every event that was published up to this instant has been applied';

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
