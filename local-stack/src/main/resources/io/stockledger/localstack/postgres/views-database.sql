-- The views database. Its tables come with the migrations of the query service.
CREATE DATABASE :"database" OWNER stockledger_query;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
