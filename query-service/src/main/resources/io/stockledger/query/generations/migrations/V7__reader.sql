-- The role stockledger_reader, of the verification and of analysts, reads every table and view, and those that later
-- migrations and later generations make: the default privileges hold for every schema of this database.
--
-- An installation of an earlier version may lack the role. After the role was created, the owner of the database calls
-- let_reader_read() once. It answers whether the role exists.

CREATE FUNCTION let_reader_read()
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    own_schema text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stockledger_reader') THEN
        RETURN false;
    END IF;
    ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO stockledger_reader;
    ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO stockledger_reader;
    FOR own_schema IN
        SELECT n.nspname
        FROM pg_namespace n
        WHERE n.nspname = 'public' OR n.nspowner = (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user)
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO stockledger_reader', own_schema);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO stockledger_reader', own_schema);
    END LOOP;
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION let_reader_read FROM PUBLIC;

SELECT let_reader_read();
