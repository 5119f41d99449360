-- What the available stock and the threshold of a product depend on beside its quantities.

ALTER TABLE low_stock
    ADD COLUMN blocked_by_warehouse jsonb   NOT NULL DEFAULT '{}',
    ADD COLUMN safety_stock         bigint  NOT NULL DEFAULT 0,
    ADD COLUMN reorder_point        bigint,
    ADD COLUMN archived             boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN low_stock.reorder_point IS
    'the threshold of the product; null if that of the setting applies';
