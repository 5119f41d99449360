-- The views database. The migrations of the query service create its tables.
CREATE DATABASE :"database" OWNER stockledger_query;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO stockledger_reader;
