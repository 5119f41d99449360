-- How many events each product has had, as version 2 of the projection keeps it.

CREATE TABLE event_tally (
    product_id text COLLATE "C" NOT NULL,
    version    bigint NOT NULL DEFAULT 0,
    in_words   text   NOT NULL DEFAULT '',
    CONSTRAINT event_tally_pk PRIMARY KEY (product_id)
);
