-- What the list of products was at an instant. The instant of an event may be a little before that
-- of the event before it; stood_from never goes back, as in the movements.

ALTER TABLE inventory_view
    ADD COLUMN stood_from     timestamptz NOT NULL DEFAULT 'epoch',
    ADD COLUMN period_number  bigint      NOT NULL DEFAULT 0,
    ADD COLUMN details_number bigint      NOT NULL DEFAULT 0,
    ADD COLUMN details_from   timestamptz NOT NULL DEFAULT 'epoch';

COMMENT ON COLUMN inventory_view.period_number IS
    'the sequence number of the event that began the period in inventory_periods';
COMMENT ON COLUMN inventory_view.details_number IS
    'the sequence number of the event that began the present row of inventory_search';

-- The periods in which the available stock of a product was the same. The columns of the index
-- suffice to find the products at an instant in the order of their available stock.
CREATE TABLE inventory_periods (
    product_id      text COLLATE "C" NOT NULL,
    sequence_number bigint           NOT NULL,
    archived        boolean          NOT NULL,
    available_stock bigint           NOT NULL,
    stood_from      timestamptz      NOT NULL,
    stood_until     timestamptz      NOT NULL,
    CONSTRAINT inventory_periods_pk PRIMARY KEY (product_id, sequence_number)
);

COMMENT ON COLUMN inventory_periods.stood_until IS
    'the end of the period, which is not part of it; infinity in the last one';

CREATE INDEX inventory_periods_by_available
    ON inventory_periods (archived, available_stock, product_id, stood_from, stood_until);

-- The names, SKUs and warehouses by which a product was found before. Names and SKUs hardly ever
-- change; a warehouse has one row for each time that it ran out of the product.

ALTER TABLE inventory_search
    ADD COLUMN stood_from      timestamptz NOT NULL DEFAULT 'epoch',
    ADD COLUMN registered_from timestamptz NOT NULL DEFAULT 'epoch';

CREATE INDEX inventory_search_by_registration ON inventory_search (registered_from);

CREATE TABLE inventory_former_search (
    product_id      text COLLATE "C" NOT NULL,
    sequence_number bigint           NOT NULL,
    sku             text COLLATE "C" NOT NULL,
    name_key        bytea            NOT NULL,
    search_text     text COLLATE "C" NOT NULL,
    archived        boolean          NOT NULL,
    stood_from      timestamptz      NOT NULL,
    stood_until     timestamptz      NOT NULL,
    CONSTRAINT inventory_former_search_pk PRIMARY KEY (product_id, sequence_number)
);

CREATE INDEX inventory_former_search_by_id ON inventory_former_search (archived, product_id);
CREATE INDEX inventory_former_search_by_name
    ON inventory_former_search (archived, name_key, product_id);
CREATE INDEX inventory_former_search_by_sku ON inventory_former_search (sku, product_id);
CREATE INDEX inventory_former_search_by_words
    ON inventory_former_search USING gin (search_text gin_trgm_ops);

ALTER TABLE inventory_holdings
    ADD COLUMN sequence_number bigint      NOT NULL DEFAULT 0,
    ADD COLUMN stood_from      timestamptz NOT NULL DEFAULT 'epoch';

CREATE TABLE inventory_former_holdings (
    warehouse_id    text COLLATE "C" NOT NULL,
    product_id      text COLLATE "C" NOT NULL,
    sequence_number bigint           NOT NULL,
    stood_from      timestamptz      NOT NULL,
    stood_until     timestamptz      NOT NULL,
    CONSTRAINT inventory_former_holdings_pk
        PRIMARY KEY (warehouse_id, product_id, sequence_number)
);

-- The verification reads ranges of products.
CREATE INDEX inventory_former_holdings_by_product
    ON inventory_former_holdings (product_id, sequence_number);
