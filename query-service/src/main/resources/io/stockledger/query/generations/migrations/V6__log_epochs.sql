-- The epoch of the event log whose records a generation takes. A log that was restored to an earlier
-- moment starts a new epoch, and each read model then gets a new generation.

ALTER TABLE projections
    ADD COLUMN log_epoch        uuid,
    ADD COLUMN log_epoch_number integer,
    ADD CONSTRAINT projections_log_epoch
        CHECK ((log_epoch IS NULL) = (log_epoch_number IS NULL) AND log_epoch_number >= 1);

COMMENT ON COLUMN projections.log_epoch IS
    'null until a heartbeat of the relay has named the epoch';
