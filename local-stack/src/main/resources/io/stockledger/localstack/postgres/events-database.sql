-- The events database. The migrations create the tables and grant the application access to them.
CREATE DATABASE :"database" OWNER stockledger_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO stockledger_app, stockledger_reader;
