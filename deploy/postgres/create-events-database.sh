#!/usr/bin/env bash
# The Postgres image runs this once, on an empty volume. It creates the roles and the database of the event log.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v database=stockledger_events -v owner_password="$OWNER_PASSWORD" -v application_password="$APPLICATION_PASSWORD" \
  -v reader_password="$READER_PASSWORD" \
  -f /provisioning/events-roles.sql -f /provisioning/reader-role.sql -f /provisioning/events-database.sql
