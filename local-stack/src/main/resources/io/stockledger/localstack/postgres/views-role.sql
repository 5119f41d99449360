-- The role of the views database: the query service owns its tables and can drop and rebuild them.
CREATE ROLE stockledger_query LOGIN PASSWORD :'query_password';
