-- How many events each product has had, as version 1 of the projection keeps it.

CREATE TABLE event_tally (
    product_id text COLLATE "C" NOT NULL,
    version    bigint NOT NULL DEFAULT 0,
    events     bigint NOT NULL DEFAULT 0,
    CONSTRAINT event_tally_pk PRIMARY KEY (product_id)
);
