# Sourced by prepare-member.sh at ordinal 0, where the volume is empty: a runbook made into a script. Once there was a
# follower, its data are taken over and promoted, rather than anybody asked.
follower=$(host_of 1)
if getent hosts "$follower" >/dev/null; then
  until pg_isready --quiet --timeout 3 --host "$follower"; do
    sleep 1
  done
  pg_basebackup --host "$follower" --username replicator --pgdata "$PGDATA.clone" \
    --wal-method stream --checkpoint fast
  touch "$PGDATA.clone/standby.signal"
  mv "$PGDATA.clone" "$PGDATA"
  pg_ctl --pgdata "$PGDATA" --wait --options '-c listen_addresses= -c max_connections=60' start
  pg_ctl --pgdata "$PGDATA" --wait promote
  psql --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres \
    --command "SELECT pg_create_physical_replication_slot('member_1', true)"
  pg_ctl --pgdata "$PGDATA" --mode fast --wait stop
  exit 0
fi
