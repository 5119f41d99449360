-- The events database. Tables, and what the application may do with them, come with the migrations.
CREATE DATABASE :"database" OWNER stockledger_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO stockledger_app;
