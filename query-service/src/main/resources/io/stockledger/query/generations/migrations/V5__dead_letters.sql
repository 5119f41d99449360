-- Records of the topic that cannot be read or applied, or that contradict an applied event. A
-- dismissed one keeps its place in the topic, so that a rebuild does not hold its product again.

CREATE TABLE dead_letters (
    id              bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    topic_id        text COLLATE "C" NOT NULL,
    partition       integer          NOT NULL,
    record_offset   bigint           NOT NULL,
    product_id      text COLLATE "C",
    sequence_number bigint,
    position        bigint,
    cause           text             NOT NULL,
    record_key      bytea,
    record_value    bytea,
    value_bytes     integer,
    headers         text             NOT NULL,
    received_at     timestamptz      NOT NULL,
    dismissed_at    timestamptz,
    CONSTRAINT dead_letters_pk PRIMARY KEY (id),
    CONSTRAINT dead_letters_place UNIQUE (topic_id, partition, record_offset)
);

COMMENT ON COLUMN dead_letters.record_value IS
    'the first 64 KiB of the value';
COMMENT ON COLUMN dead_letters.value_bytes IS
    'the size of the whole value; null if the record has none';
COMMENT ON COLUMN dead_letters.headers IS
    'a JSON array with the name and the value, in base64, of each header';

CREATE INDEX dead_letters_open ON dead_letters (id) WHERE dismissed_at IS NULL;
CREATE INDEX dead_letters_dismissed ON dead_letters (id) WHERE dismissed_at IS NOT NULL;
CREATE INDEX dead_letters_by_product ON dead_letters (product_id) WHERE dismissed_at IS NULL;

-- What an answer about a held product has to say about its age, and what keeps the product held.

ALTER TABLE held_products
    ADD COLUMN position                  bigint,
    ADD COLUMN complete_through          timestamptz,
    ADD COLUMN announced_sequence_number bigint,
    ADD COLUMN contradicted              boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN held_products.position IS
    'the position of the generation when the product became held';
COMMENT ON COLUMN held_products.complete_through IS
    'the completeness of the generation when the product became held';
COMMENT ON COLUMN held_products.announced_sequence_number IS
    'the highest number of an event whose predecessors are missing; 0 if none are, null if unknown';
COMMENT ON COLUMN held_products.contradicted IS
    'whether the product is held until its dead letter is dismissed, whatever arrives';

-- The id of the last event does not count in a comparison of two generations, because rows that an
-- earlier version has written have none.
CREATE OR REPLACE FUNCTION generation_checksums(summed text, generation integer)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    tables_schema text := summed || '_g' || generation;
    one_table     record;
    one_sum       text;
    sums          text := '';
BEGIN
    FOR one_table IN
        SELECT c.relname, string_agg('t.' || quote_ident(a.attname), ', ' ORDER BY a.attnum)
            AS columns
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = tables_schema AND c.relkind = 'r'
            AND c.relname <> 'flyway_schema_history'
            AND NOT (c.relname = 'inventory_view' AND a.attname IN ('event_id', 'event_version'))
        GROUP BY c.relname
        ORDER BY c.relname
    LOOP
        EXECUTE format(
            'SELECT concat(count(*), '' rows '','
            ' sum(hashtextextended(ROW(%s)::text, 0)::numeric)) FROM %I.%I t',
            one_table.columns, tables_schema, one_table.relname) INTO one_sum;
        sums := sums || one_table.relname || ': ' || one_sum || E'\n';
    END LOOP;
    RETURN sums;
END
$$;
