-- Every event of a product with the stock after it. The head row keeps the state that the next
-- event is folded into, and is the version guard.

CREATE TABLE movement_heads (
    product_id     text COLLATE "C" NOT NULL,
    version        bigint           NOT NULL DEFAULT 0,
    reserved_stock bigint           NOT NULL DEFAULT 0,
    warehouses     jsonb            NOT NULL DEFAULT '{}',
    updated_at     timestamptz      NOT NULL DEFAULT 'epoch',
    CONSTRAINT movement_heads_pk PRIMARY KEY (product_id)
) WITH (fillfactor = 80);

CREATE TABLE movements (
    product_id      text COLLATE "C" NOT NULL,
    sequence_number bigint           NOT NULL,
    position        bigint           NOT NULL,
    event_id        uuid             NOT NULL,
    occurred_at     timestamptz      NOT NULL,
    payload         text             NOT NULL,
    correlation_id  text,
    total_stock     bigint           NOT NULL,
    reserved_stock  bigint           NOT NULL,
    warehouses      jsonb            NOT NULL,
    CONSTRAINT movements_pk PRIMARY KEY (product_id, sequence_number)
);
