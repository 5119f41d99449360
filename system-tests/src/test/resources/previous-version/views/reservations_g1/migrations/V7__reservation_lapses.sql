-- When reservations had lapsed without the log saying so yet: what a look back has to take off, as a
-- read of now takes off what has lapsed by now. Only reservations with an expiry come to be here.

-- In public, since an extension is the database's and not the generation's.
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;

CREATE TABLE reservation_lapses (
    product_id      text COLLATE "C" NOT NULL,
    sequence_number bigint           NOT NULL,
    during          tstzrange        NOT NULL,
    quantity        bigint           NOT NULL,
    CONSTRAINT reservation_lapses_pk PRIMARY KEY (product_id, sequence_number),
    CONSTRAINT reservation_lapses_quantity CHECK (quantity > 0)
);

COMMENT ON COLUMN reservation_lapses.sequence_number IS
    'the ReservationExpired that put it on record: stock before it still counts the reservation';
COMMENT ON COLUMN reservation_lapses.during IS
    'from the expiry up to the instant at which it was put on record';

CREATE INDEX reservation_lapses_by_instant ON reservation_lapses USING gist (product_id, during);
