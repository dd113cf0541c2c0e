#!/bin/sh
# Run before the server of each member: a follower without data clones the primary. The copy is made beside
# the data directory and moved into place when it is whole, so that a clone cut short is never started from.
set -eu
if [ "$MEMBER_INDEX" = 0 ] || [ -s "$PGDATA/PG_VERSION" ]; then
  exit 0
fi
until pg_isready --quiet --host "$PRIMARY"; do
  sleep 1
done
rm -rf "$PGDATA.clone"
pg_basebackup --host "$PRIMARY" --username replicator --pgdata "$PGDATA.clone" \
  --wal-method stream --slot "member_$MEMBER_INDEX" --checkpoint fast
touch "$PGDATA.clone/standby.signal"
mv "$PGDATA.clone" "$PGDATA"
