-- Which reservations end when: a row for each instant that a reservation was given as its end. It is looked at once, when
-- that instant has come, and then deleted; whether the reservation is still there is asked of the product.

CREATE TABLE reservation_deadlines (
    expires_at timestamptz NOT NULL,
    product_id text        NOT NULL COLLATE "C",
    order_id   text        NOT NULL COLLATE "C",
    CONSTRAINT reservation_deadlines_pk PRIMARY KEY (expires_at, product_id, order_id)
);

-- UPDATE, for SELECT ... FOR UPDATE asks for it.
GRANT SELECT, INSERT, UPDATE, DELETE ON reservation_deadlines TO ${application_role};
