-- The tables of a generation are in a schema of its own, such as inventory_g2. Reads go through plain
-- views in a schema of the projection's version, such as inventory_v1; which generation they lead to
-- is changed in one transaction.

CREATE FUNCTION serve_generation(served text, version integer, generation integer)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tables_schema text := served || '_g' || generation;
    views_schema  text := served || '_v' || version;
    one_table     record;
BEGIN
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', views_schema);
    FOR one_table IN
        SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = tables_schema AND c.relkind = 'r'
            AND c.relname <> 'flyway_schema_history'
        GROUP BY c.relname
        ORDER BY c.relname
    LOOP
        EXECUTE format('CREATE OR REPLACE VIEW %I.%I AS SELECT %s FROM %I.%I',
            views_schema, one_table.relname, one_table.columns,
            tables_schema, one_table.relname);
    END LOOP;
END
$$;

-- The same rows give the same text, in whatever order they were written. Two calls in one REPEATABLE
-- READ transaction compare two generations at one moment.
CREATE FUNCTION generation_checksums(summed text, generation integer)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    tables_schema text := summed || '_g' || generation;
    one_table     text;
    one_sum       text;
    sums          text := '';
BEGIN
    FOR one_table IN
        SELECT c.relname
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = tables_schema AND c.relkind = 'r'
            AND c.relname <> 'flyway_schema_history'
        ORDER BY c.relname
    LOOP
        EXECUTE format(
            'SELECT concat(count(*), '' rows '', sum(hashtextextended(t::text, 0)::numeric))'
            ' FROM %I.%I t', tables_schema, one_table) INTO one_sum;
        sums := sums || one_table || ': ' || one_sum || E'\n';
    END LOOP;
    RETURN sums;
END
$$;

-- Takes away the tables of a generation, views that still lead to them, and what is known of it.
CREATE FUNCTION drop_generation(dropped text, gone integer)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', dropped || '_g' || gone);
    DELETE FROM held_products h WHERE h.projection = dropped AND h.generation = gone;
    DELETE FROM projection_progress p WHERE p.projection = dropped AND p.generation = gone;
END
$$;
