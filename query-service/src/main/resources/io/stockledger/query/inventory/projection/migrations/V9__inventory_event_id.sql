-- The id of the last applied event, with which another event of the same number is recognised. Both
-- columns are null until the next event of a product whose row an earlier version has written. A
-- replica of that version raises only the version of the row, so the id has a version of its own.

ALTER TABLE inventory_view
    ADD COLUMN event_id      uuid,
    ADD COLUMN event_version bigint;

COMMENT ON COLUMN inventory_view.event_version IS
    'the version of the product to which event_id belongs';
