-- The records of a partition name the position of the event before them in the same partition, so a
-- record that is missing is noticed by the next one. Without a gap every event up to "position" has
-- been received, which is also what rows of earlier versions mean.

ALTER TABLE projection_progress ADD COLUMN complete_position bigint;

COMMENT ON COLUMN projection_progress.complete_position IS
    'every event of the partition up to this position is received; null if there is no gap up to "position"';

-- Earlier versions believed positions that other producers had written into the topic. No log has a
-- position like these; the events are published again, because the partition then has a gap.
UPDATE projection_progress SET position = 0 WHERE position > 1000000000000000;
UPDATE projections SET position = 0 WHERE position > 1000000000000000;
