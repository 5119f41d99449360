-- The products in the order in which they were last changed, as of an instant.
CREATE INDEX movements_by_time ON movements (occurred_at, product_id);
