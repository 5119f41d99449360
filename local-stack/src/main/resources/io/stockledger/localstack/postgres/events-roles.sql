-- The roles of the events database. The owner runs the migrations; the application may append and read.
-- Read by psql (variables by -v) and by the local stack, which quotes the same variables.
CREATE ROLE stockledger_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE stockledger_app LOGIN PASSWORD :'application_password';
