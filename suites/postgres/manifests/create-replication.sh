#!/bin/sh
# Run once by the image's entry point, when the primary's data directory is new: the role that followers
# replicate with, a slot for each follower, and the line that lets them in.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE replicator WITH REPLICATION LOGIN PASSWORD :'password';
SQL
ordinal=1
while [ "$ordinal" -lt "$MEMBERS" ]; do
  psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --command "SELECT pg_create_physical_replication_slot('member_$ordinal')" >/dev/null
  ordinal=$((ordinal + 1))
done
echo 'host replication replicator all scram-sha-256' >>"$PGDATA/pg_hba.conf"
