#!/usr/bin/env bash
# The Postgres image runs this once, on an empty volume. It creates the role and the database of the read models.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v database=stockledger_views -v query_password="$QUERY_PASSWORD" \
  -v reader_password="$READER_PASSWORD" \
  -f /provisioning/views-role.sql -f /provisioning/reader-role.sql -f /provisioning/views-database.sql
