-- The stock of each product as its last projected event left it. The row is also the version guard.

CREATE TABLE inventory_view (
    product_id      text COLLATE "C" NOT NULL,
    name            text             NOT NULL DEFAULT '',
    sku             text COLLATE "C" NOT NULL DEFAULT '',
    total_stock     bigint           NOT NULL DEFAULT 0,
    reserved_stock  bigint           NOT NULL DEFAULT 0,
    available_stock bigint           NOT NULL DEFAULT 0,
    warehouses      jsonb            NOT NULL DEFAULT '{}',
    version         bigint           NOT NULL DEFAULT 0,
    updated_at      timestamptz      NOT NULL DEFAULT 'epoch',
    CONSTRAINT inventory_view_pk PRIMARY KEY (product_id),
    CONSTRAINT inventory_view_not_negative
        CHECK (total_stock >= 0 AND reserved_stock >= 0 AND available_stock >= 0)
);

CREATE INDEX inventory_view_by_available ON inventory_view (available_stock, product_id);
CREATE INDEX inventory_view_by_updated_at ON inventory_view (updated_at, product_id);
