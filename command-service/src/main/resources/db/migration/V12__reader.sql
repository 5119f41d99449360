-- The role stockledger_reader, of the verification and of analysts, reads every table, and those that later migrations
-- and maintain_receipts make. It calls no function that runs with the rights of the owner.
--
-- An installation of an earlier version may lack the role. After the role was created, the owner of the database calls
-- let_reader_read() once. It answers whether the role exists.
CREATE FUNCTION let_reader_read() RETURNS boolean
    LANGUAGE plpgsql
    SET search_path = public, pg_temp
AS
$$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stockledger_reader') THEN
        RETURN false;
    END IF;
    GRANT USAGE ON SCHEMA public TO stockledger_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO stockledger_reader;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO stockledger_reader;
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION let_reader_read FROM PUBLIC;

SELECT let_reader_read();
