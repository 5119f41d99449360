-- What each order holds and got of each product.

CREATE TABLE reservation_heads (
    product_id text COLLATE "C" NOT NULL,
    version    bigint           NOT NULL DEFAULT 0,
    CONSTRAINT reservation_heads_pk PRIMARY KEY (product_id)
) WITH (fillfactor = 80);

CREATE TABLE reservations (
    order_id   text COLLATE "C" NOT NULL,
    product_id text COLLATE "C" NOT NULL,
    reserved   bigint           NOT NULL,
    shipped    bigint           NOT NULL,
    status     text COLLATE "C" NOT NULL,
    expires_at timestamptz,
    CONSTRAINT reservations_pk PRIMARY KEY (order_id, product_id),
    CONSTRAINT reservations_not_negative CHECK (reserved >= 0 AND shipped >= 0),
    CONSTRAINT reservations_status
        CHECK (status IN ('open', 'shipped', 'cancelled', 'expired'))
) WITH (fillfactor = 80);
