-- Which products have less available than the threshold of this generation, since which event. A row
-- keeps what the next event is folded into, and is the version guard.

CREATE TABLE low_stock (
    product_id      text COLLATE "C" NOT NULL,
    version         bigint           NOT NULL DEFAULT 0,
    reserved_stock  bigint           NOT NULL DEFAULT 0,
    warehouses      jsonb            NOT NULL DEFAULT '{}',
    available_stock bigint           NOT NULL DEFAULT 0,
    low_position    bigint,
    low_since       timestamptz,
    CONSTRAINT low_stock_pk PRIMARY KEY (product_id),
    CONSTRAINT low_stock_since CHECK ((low_position IS NULL) = (low_since IS NULL))
) WITH (fillfactor = 80);

COMMENT ON COLUMN low_stock.low_position IS
    'the log position of the event that brought it below the threshold; null while it is not';

CREATE INDEX low_stock_open ON low_stock (low_position) WHERE low_position IS NOT NULL;
