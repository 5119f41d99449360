-- A line has returns, the warehouse that its reservation is bound to, and the order that got its
-- reservation. The orders that hold a product are read in the order in which they began to hold it.

ALTER TABLE reservations
    DROP CONSTRAINT reservations_status,
    ADD COLUMN returned        bigint NOT NULL DEFAULT 0,
    ADD COLUMN warehouse_id    text COLLATE "C",
    ADD COLUMN to_order_id     text COLLATE "C",
    ADD COLUMN opened_position bigint,
    ADD CONSTRAINT reservations_status
        CHECK (status IN ('open', 'shipped', 'cancelled', 'expired', 'reassigned')),
    ADD CONSTRAINT reservations_returned CHECK (returned >= 0),
    ADD CONSTRAINT reservations_warehouse_while_open
        CHECK (warehouse_id IS NULL OR status = 'open'),
    ADD CONSTRAINT reservations_opened_while_open
        CHECK (opened_position IS NULL OR status = 'open'),
    ADD CONSTRAINT reservations_to_order_while_reassigned
        CHECK ((to_order_id IS NULL) = (status <> 'reassigned'));

COMMENT ON COLUMN reservations.opened_position IS
    'the position from which the open reservation has been held, also by orders that gave it to this';
COMMENT ON COLUMN reservations.status IS
    'how the last reservation ended; a part shipment is seen by the shipped quantity';

CREATE INDEX reservations_open ON reservations (product_id, opened_position)
    WHERE status = 'open';

ALTER TABLE reservation_lapses ADD COLUMN warehouse_id text COLLATE "C";
