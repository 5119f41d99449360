-- The movements of all products are read in the order of the log, filtered by what their events
-- name. Each filter has an index in this order.

ALTER TABLE movements
    ADD COLUMN type            text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN order_id        text COLLATE "C",
    ADD COLUMN to_order_id     text COLLATE "C",
    ADD COLUMN warehouse_id    text COLLATE "C",
    ADD COLUMN to_warehouse_id text COLLATE "C";

CREATE INDEX movements_by_position ON movements (position);
CREATE INDEX movements_by_product ON movements (product_id, position);
CREATE INDEX movements_by_type ON movements (type, position);
CREATE INDEX movements_by_order ON movements (order_id, position) WHERE order_id IS NOT NULL;
CREATE INDEX movements_by_to_order ON movements (to_order_id, position)
    WHERE to_order_id IS NOT NULL;
CREATE INDEX movements_by_warehouse ON movements (warehouse_id, position)
    WHERE warehouse_id IS NOT NULL;
CREATE INDEX movements_by_to_warehouse ON movements (to_warehouse_id, position)
    WHERE to_warehouse_id IS NOT NULL;

-- The times of events hardly ever go back in the order of the log, but they may: each command
-- service has its own clock. The times of a block of positions tell exactly which blocks contain
-- events of a period.
CREATE TABLE movement_blocks (
    block    bigint      NOT NULL,
    first_at timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,
    CONSTRAINT movement_blocks_pk PRIMARY KEY (block)
) WITH (fillfactor = 80);

COMMENT ON COLUMN movement_blocks.block IS
    'the positions from 4096 times this number on';
