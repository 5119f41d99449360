-- A reservation past its expiry holds no stock, also while the log does not say yet that it expired.
-- Reads find those few by these indexes; a line without an expiry is in neither, and its updates
-- stay as cheap as they were.

ALTER TABLE reservations
    ADD CONSTRAINT reservations_expiry_while_open CHECK (expires_at IS NULL OR status = 'open');

CREATE INDEX reservations_by_product_expiry ON reservations (product_id, expires_at)
    WHERE expires_at IS NOT NULL;
CREATE INDEX reservations_by_expiry ON reservations (expires_at)
    WHERE expires_at IS NOT NULL;

COMMENT ON COLUMN reservations.expires_at IS
    'from this instant on the open line holds nothing; null where it has no end or has ended';
