#!/bin/sh
# Run once by the image's entry point, when the primary's data directory is new: the role that followers
# replicate with, the line that lets them in, and the members that a commit waits for. That setting lives in the
# database, not in the command line, so that it can be changed and reloaded when the number of members is.
set -eu
standbys=''
ordinal=1
while [ "$ordinal" -lt "$MEMBERS" ]; do
  standbys="$standbys${standbys:+, }\"postgres-$ordinal\""
  ordinal=$((ordinal + 1))
done
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$POSTGRES_PASSWORD" --set standbys="${standbys:+ANY 1 ($standbys)}" <<'SQL'
CREATE ROLE replicator WITH REPLICATION LOGIN PASSWORD :'password';
ALTER SYSTEM SET synchronous_standby_names = :'standbys';
SQL
echo 'host replication replicator all scram-sha-256' >>"$PGDATA/pg_hba.conf"
