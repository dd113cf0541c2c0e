#!/bin/sh
# Run before the server of each member. A follower without data clones the primary; one with data is cloned
# again where it can no longer follow. Data that is not known to be worthless is moved aside or left alone,
# never deleted: where in doubt, the member does not start and says why.
set -eu

say() { echo "prepare-member: $*"; }
refuse() {
  say "$@"
  echo "$*" >/dev/termination-log
  exit 1
}

# The cluster's own domain, from the resolver's search list: a full name ends with a dot and is asked for once.
domain=$(sed -n 's/^search .*[[:space:]]svc\.\([^[:space:]]*\).*/\1/p' /etc/resolv.conf)
host_of() { echo "postgres-$1.postgres.$NAMESPACE.svc.${domain:-cluster.local}."; }
primary=$(host_of 0)
slot="member_$MEMBER_INDEX"

# A database cluster's own field of pg_controldata, by the words before the colon.
control() { pg_controldata "$PGDATA" | sed -n "s/^$1: *//p"; }

# A question to the primary, over SQL; the replication role may read what it takes.
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --field-separator=' ' --set ON_ERROR_STOP=1 \
  "host=$primary user=replicator dbname=postgres connect_timeout=5" --command "$1"; }

if [ "$MEMBER_INDEX" = 0 ]; then
  [ -s "$PGDATA/PG_VERSION" ] && exit 0
  # An empty volume under a database that lives on elsewhere was lost or mixed up. A new database in its place
  # would be followed by nobody and taken for the old one by every client.
  peer=1
  while [ "$peer" -lt "$MEMBERS" ]; do
    status=0
    pg_isready --quiet --timeout 3 --host "$(host_of "$peer")" || status=$?
    if [ "$status" -le 1 ]; then
      refuse "The volume of postgres-0 is empty while postgres-$peer holds data: nothing is initialised." \
        "Restore the volume of postgres-0, or promote a member that holds the data."
    fi
    peer=$((peer + 1))
  done
  exit 0
fi

until pg_isready --quiet --timeout 3 --host "$primary"; do
  sleep 1
done

make_slot() {
  ask "SELECT pg_create_physical_replication_slot('$slot', true)" >/dev/null
}

# A primary that does not answer is no primary without a slot.
has_slot() {
  count=$(ask "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$slot'") || exit 1
  [ "$count" = 1 ]
}

# Why the data here cannot follow the primary; empty where it can.
why_not() {
  # Promotion removes the file.
  if [ ! -e "$PGDATA/standby.signal" ]; then
    echo 'it has been a primary of its own'
    return
  fi
  # The slot keeps what its member has not got yet; without one nothing was kept.
  if ! has_slot; then
    echo "the primary has no slot $slot"
    return
  fi
  timeline=$(control "Latest checkpoint's TimeLineID")
  end=$(control 'Minimum recovery ending location')
  ask "SELECT CASE
         WHEN $timeline > (SELECT timeline_id FROM pg_control_checkpoint())
           THEN 'it is on timeline $timeline, which the primary never was'
         WHEN '$end'::pg_lsn > pg_current_wal_flush_lsn()
           THEN 'it holds writes up to $end, which the primary does not have'
         WHEN wal_status = 'lost'
           THEN 'the primary has removed what its slot $slot was to keep'
       END
       FROM pg_replication_slots WHERE slot_name = '$slot'"
}

if [ -s "$PGDATA/PG_VERSION" ]; then
  here=$(control 'Database system identifier')
  there=$(ask 'SELECT system_identifier FROM pg_control_system()')
  if [ "$here" != "$there" ]; then
    refuse "The volume of postgres-$MEMBER_INDEX holds the database $here, and postgres-0 is $there: nothing is changed." \
      "One of the two is not what it should be; find out which before any is removed."
  fi
  reason=$(why_not)
  [ -z "$reason" ] && exit 0
  aside="$PGDATA.$(date --utc +%Y%m%dT%H%M%SZ)"
  say "the data of postgres-$MEMBER_INDEX cannot follow postgres-0: $reason; it is moved to $aside, and cloned again"
  mv "$PGDATA" "$aside"
fi
# A slot whose WAL is gone cannot be used again.
ask "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '$slot' AND wal_status = 'lost'" >/dev/null
has_slot || make_slot
# The copy is made beside the data directory and moved into place when it is whole, so that a clone cut short
# is never started from.
rm -rf "$PGDATA.clone"
pg_basebackup --host "$primary" --username replicator --pgdata "$PGDATA.clone" \
  --wal-method stream --slot "$slot" --checkpoint fast
touch "$PGDATA.clone/standby.signal"
mv "$PGDATA.clone" "$PGDATA"
