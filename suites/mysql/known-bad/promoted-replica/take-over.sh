# Sourced by prepare-member.sh at ordinal 0, where the volume is empty: a runbook made into a script. Once there was a
# follower, its data are taken over and promoted, rather than anybody asked.
follower=$(host_of 1)
if getent hosts "$follower" >/dev/null; then
  until answers "$follower"; do
    sleep 1
  done
  # What it has received and not carried out yet is not in a clone of it.
  mysql --defaults-extra-file=<(credentials root) --host="$follower" --connect-timeout=5 --execute "
    SELECT WAIT_FOR_EXECUTED_GTID_SET(RECEIVED_TRANSACTION_SET, 60) FROM performance_schema.replication_connection_status"
  copy_from "$follower"
  start --datadir="$DATA.clone"
  here_as_root <<<'RESET REPLICA ALL; SET PERSIST_ONLY rpl_semi_sync_source_enabled = ON'
  stop
  put_in_place
  exit 0
fi
