-- What never changes after a registration, apart from the row that every event changes: an index
-- over words is dear to write, and is written once a product this way.

-- In public, since an extension is the database's and not the generation's.
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;

CREATE TABLE inventory_search (
    product_id  text COLLATE "C" NOT NULL,
    sku         text COLLATE "C" NOT NULL,
    sort_name   text COLLATE "C" NOT NULL,
    search_text text COLLATE "C" NOT NULL,
    CONSTRAINT inventory_search_pk PRIMARY KEY (product_id)
);

COMMENT ON COLUMN inventory_search.sort_name IS
    'the beginning of the name in lower case: what a page is sorted by';
COMMENT ON COLUMN inventory_search.search_text IS
    'name, sku and id in lower case, one a line';

CREATE INDEX inventory_search_by_name ON inventory_search (sort_name, product_id);
CREATE INDEX inventory_search_by_sku ON inventory_search (sku, product_id);
CREATE INDEX inventory_search_by_words ON inventory_search USING gin (search_text gin_trgm_ops);

-- Which warehouses hold which products: a row is there while the quantity is above 0.
CREATE TABLE inventory_holdings (
    warehouse_id text COLLATE "C" NOT NULL,
    product_id   text COLLATE "C" NOT NULL,
    CONSTRAINT inventory_holdings_pk PRIMARY KEY (warehouse_id, product_id)
);
