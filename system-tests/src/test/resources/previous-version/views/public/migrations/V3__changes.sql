-- What changed in the view, a row a projected batch, numbered in the order of the commits: replicas
-- hear of it by notification, and what one of them missed is read from here.

CREATE TABLE change_head (
    only_row boolean          NOT NULL DEFAULT true,
    feed_id  text COLLATE "C" NOT NULL,
    number   bigint           NOT NULL,
    CONSTRAINT change_head_pk PRIMARY KEY (only_row),
    CONSTRAINT change_head_one_row CHECK (only_row)
);

COMMENT ON COLUMN change_head.feed_id IS
    'tells the numbers of this database from those of another';

INSERT INTO change_head (feed_id, number) VALUES (left(md5(gen_random_uuid()::text), 8), 0);

CREATE TABLE changes (
    number      bigint      NOT NULL,
    changed_at  timestamptz NOT NULL,
    product_ids text[],
    versions    bigint[],
    CONSTRAINT changes_pk PRIMARY KEY (number),
    CONSTRAINT changes_lists
        CHECK (cardinality(product_ids) IS NOT DISTINCT FROM cardinality(versions))
);

COMMENT ON COLUMN changes.product_ids IS
    'null where everything may have changed';

CREATE INDEX changes_by_instant ON changes (changed_at);
