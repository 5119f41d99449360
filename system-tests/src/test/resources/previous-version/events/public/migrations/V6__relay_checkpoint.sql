-- One row: up to which position the log has been published. Setting it back is safe: consumers drop what they have.
CREATE TABLE relay_checkpoint (
    only_row   boolean     NOT NULL DEFAULT true,
    published  bigint      NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT relay_checkpoint_pk PRIMARY KEY (only_row),
    CONSTRAINT relay_checkpoint_only_row CHECK (only_row),
    CONSTRAINT relay_checkpoint_from_0 CHECK (published >= 0)
) WITH (fillfactor = 10);

INSERT INTO relay_checkpoint (published, updated_at) VALUES (0, now());

GRANT SELECT, UPDATE ON relay_checkpoint TO ${application_role};
