-- The role of the verification and of analysts, in both databases. It reads every table and changes nothing: the
-- migrations of the services grant it SELECT, and its transactions are read-only.
-- A statement that fails is not logged, because it has a password.
SET log_min_error_statement = 'panic';
CREATE ROLE stockledger_reader LOGIN PASSWORD :'reader_password';
ALTER ROLE stockledger_reader SET default_transaction_read_only = on;
