-- The roles of the events database. The owner runs the migrations; the application appends and reads.
-- psql runs this file with variables (-v); the local stack replaces the same variables itself.
-- A statement that fails is not logged, because it has a password.
SET log_min_error_statement = 'panic';
CREATE ROLE stockledger_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE stockledger_app LOGIN PASSWORD :'application_password';
