-- Stock that is not for sale, reservations that are bound to a warehouse, the policy of a product,
-- and whether it is archived. Lists leave archived products out, so each order of a list has an
-- index of its own for them: however many there are, a page costs the same.

ALTER TABLE inventory_view
    ADD COLUMN blocked_stock         bigint  NOT NULL DEFAULT 0,
    ADD COLUMN blocked_by_warehouse  jsonb   NOT NULL DEFAULT '{}',
    ADD COLUMN reserved_by_warehouse jsonb   NOT NULL DEFAULT '{}',
    ADD COLUMN safety_stock          bigint  NOT NULL DEFAULT 0,
    ADD COLUMN backorder_limit       bigint  NOT NULL DEFAULT 0,
    ADD COLUMN reorder_point         bigint,
    ADD COLUMN archived              boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT inventory_view_blocked
        CHECK (blocked_stock >= 0 AND blocked_stock <= total_stock);

COMMENT ON COLUMN inventory_view.blocked_by_warehouse IS
    'the blocked quantity of each warehouse with any';
COMMENT ON COLUMN inventory_view.reserved_by_warehouse IS
    'the sum of the reservations that are bound to a warehouse, of each warehouse with any';

DROP INDEX inventory_view_by_available;
DROP INDEX inventory_view_by_updated_at;
CREATE INDEX inventory_view_by_available
    ON inventory_view (archived, available_stock, product_id);
CREATE INDEX inventory_view_by_updated_at ON inventory_view (archived, updated_at, product_id);

-- The name is sorted by a collation key, and the text to search is folded. The generation is empty when this runs, since
-- the version of the read model rises with it. The index of the column is dropped with it.
ALTER TABLE inventory_search DROP COLUMN sort_name;
ALTER TABLE inventory_search
    ADD COLUMN name_key bytea   NOT NULL,
    ADD COLUMN archived boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN inventory_search.name_key IS
    'the collation key of the beginning of the name: what a page is sorted by';
COMMENT ON COLUMN inventory_search.search_text IS
    'name, sku and id, one a line, folded: without case, accents and Unicode forms';

CREATE INDEX inventory_search_by_name ON inventory_search (archived, name_key, product_id);
CREATE INDEX inventory_search_by_id ON inventory_search (archived, product_id);

-- The reservations that are bound to a warehouse. An event that ends or changes one names its order
-- and not its warehouse.
CREATE TABLE inventory_bindings (
    product_id   text COLLATE "C" NOT NULL,
    order_id     text COLLATE "C" NOT NULL,
    warehouse_id text COLLATE "C" NOT NULL,
    quantity     bigint           NOT NULL,
    CONSTRAINT inventory_bindings_pk PRIMARY KEY (product_id, order_id),
    CONSTRAINT inventory_bindings_quantity CHECK (quantity > 0)
) WITH (fillfactor = 80);
