-- The roles of the events database. The owner runs the migrations; the application appends and reads.
-- psql runs this file with variables (-v); the local stack replaces the same variables itself.
CREATE ROLE stockledger_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE stockledger_app LOGIN PASSWORD :'application_password';
