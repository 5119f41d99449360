-- The role of the views database: the query service owns what it builds, and may drop and rebuild it.
CREATE ROLE stockledger_query LOGIN PASSWORD :'query_password';
