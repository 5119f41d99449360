#!/usr/bin/env bash
# Run once by the Postgres image, on an empty volume: the role and the database of the views.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v database=stockledger_views -v query_password="$QUERY_PASSWORD" \
  -f /provisioning/views-role.sql -f /provisioning/views-database.sql
