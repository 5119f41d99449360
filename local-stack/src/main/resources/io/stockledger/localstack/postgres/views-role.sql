-- The role of the views database: the query service owns its tables and can drop and rebuild them.
-- A statement that fails is not logged, because it has a password.
SET log_min_error_statement = 'panic';
CREATE ROLE stockledger_query LOGIN PASSWORD :'query_password';
