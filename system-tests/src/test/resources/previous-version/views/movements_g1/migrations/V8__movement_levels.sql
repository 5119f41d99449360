-- Looks back: which stock a product had at an instant. The instant of an event may be a little before
-- that of the event before it, since each command service has a clock of its own; stood_from never
-- goes back, so that the last row up to an instant is also the last event up to it.

ALTER TABLE movement_heads RENAME COLUMN updated_at TO stood_from;

ALTER TABLE movements ADD COLUMN stood_from timestamptz NOT NULL DEFAULT 'epoch';
ALTER TABLE movements ALTER COLUMN stood_from DROP DEFAULT;

COMMENT ON COLUMN movements.stood_from IS
    'occurred_at of this event, or of an earlier one of the product where that is later';

CREATE INDEX movements_by_instant ON movements (product_id, stood_from, sequence_number);
