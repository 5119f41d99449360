-- The stock after an event has a blocked part, a policy, and reservations that are bound to a
-- warehouse. A product without a policy has nulls, which take no room.

ALTER TABLE movement_heads
    ADD COLUMN blocked_by_warehouse  jsonb   NOT NULL DEFAULT '{}',
    ADD COLUMN reserved_by_warehouse jsonb   NOT NULL DEFAULT '{}',
    ADD COLUMN safety_stock          bigint  NOT NULL DEFAULT 0,
    ADD COLUMN backorder_limit       bigint  NOT NULL DEFAULT 0,
    ADD COLUMN reorder_point         bigint,
    ADD COLUMN archived              boolean NOT NULL DEFAULT false,
    ADD COLUMN details_number        bigint  NOT NULL DEFAULT 0;

COMMENT ON COLUMN movement_heads.details_number IS
    'the sequence number of the event that gave the product its name and its sku';

ALTER TABLE movements
    ADD COLUMN blocked_stock         bigint  NOT NULL DEFAULT 0,
    ADD COLUMN available_stock       bigint  NOT NULL DEFAULT 0,
    ADD COLUMN blocked_by_warehouse  jsonb   NOT NULL DEFAULT '{}',
    ADD COLUMN reserved_by_warehouse jsonb   NOT NULL DEFAULT '{}',
    ADD COLUMN safety_stock          bigint,
    ADD COLUMN backorder_limit       bigint,
    ADD COLUMN reorder_point         bigint,
    ADD COLUMN archived              boolean NOT NULL DEFAULT false,
    ADD COLUMN details_number        bigint;

COMMENT ON COLUMN movements.details_number IS
    'the sequence number of the event that gave the product its name and its sku; null if it is 1';

-- The reservations that are bound to a warehouse. An event that ends or changes one names its order
-- and not its warehouse.
CREATE TABLE movement_bindings (
    product_id   text COLLATE "C" NOT NULL,
    order_id     text COLLATE "C" NOT NULL,
    warehouse_id text COLLATE "C" NOT NULL,
    quantity     bigint           NOT NULL,
    CONSTRAINT movement_bindings_pk PRIMARY KEY (product_id, order_id),
    CONSTRAINT movement_bindings_quantity CHECK (quantity > 0)
) WITH (fillfactor = 80);
