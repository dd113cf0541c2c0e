#!/bin/bash
# Run before the server of each member: gives it its configuration, and a follower its data. A follower without data
# clones the primary; one with data is cloned again where it can no longer follow. Data that is not known to be
# worthless is moved aside or left alone, never deleted: where in doubt, the member does not start and says why.
set -Eeuo pipefail

readonly CONFIG=/config                # what the ConfigMap says
readonly CONF=/etc/mysql/conf.d        # what the server reads; kept in memory
readonly DATA=/var/lib/mysql/data
readonly SOCKET=/tmp/prepare.sock
readonly PATIENCE=30                   # seconds until what a follower holds is served without a primary

# The first process of a container dies of no signal that it does not ask for.
trap 'exit 143' TERM

say() { echo "prepare-member: $*"; }
refuse() {
  if [[ -n ${server:-} ]] && kill -0 "$server" 2>/dev/null; then stop; fi
  say "$@"
  echo "$*" >/dev/termination-log
  exit 1
}

# The cluster's own domain, from the resolver's search list: a full name ends with a dot and is asked for once.
domain=$(sed -n 's/^search .*[[:space:]]svc\.\([^[:space:]]*\).*/\1/p' /etc/resolv.conf)
host_of() { echo "mysql-$1.mysql.$NAMESPACE.svc.${domain:-cluster.local}."; }
primary=$(host_of 0)

# credentials USER: an option file, so that no password is in any argument.
credentials() { printf '[client]\nuser=%s\npassword="%s"\n' "$1" "$MYSQL_ROOT_PASSWORD"; }

configure() {
  local role=$1
  (umask 077 && credentials root >"$CONF/credentials")
  cp "$CONFIG/server.cnf" "$CONFIG/$role.cnf" "$CONF/"
  printf '[mysqld]\nserver-id=%d\n' "$((100 + MEMBER_INDEX))" >"$CONF/server-id.cnf"
}

# Whether the server of that host is there; one that refuses the password is.
answers() {
  mysqladmin --defaults-extra-file=<(credentials replicator) --host="$1" --connect-timeout=3 --silent ping >/dev/null 2>&1
}

# Questions to the primary, and to the server that runs in here.
ask() {
  mysql --defaults-extra-file=<(credentials replicator) --host="$primary" --connect-timeout=5 \
    --skip-column-names --batch --raw --execute "$1"
}
here() { mysql --no-defaults --user=root --socket="$SOCKET" --skip-column-names --batch --raw; }
here_as_root() {
  mysql --defaults-extra-file=<(credentials root) --socket="$SOCKET" --skip-column-names --batch --raw
}

# start ARGUMENT...: a server that nobody else reaches, which neither follows nor is followed.
start() {
  mysqld "$@" --socket="$SOCKET" --pid-file=/tmp/prepare.pid --skip-networking --skip-replica-start --mysqlx=0 &
  server=$!
  until mysqladmin --no-defaults --user=root --socket="$SOCKET" --silent ping >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null || refuse "The server of mysql-$MEMBER_INDEX did not start for its preparation; its log says why."
    sleep 0.2
  done
}
stop() {
  kill -TERM "$server"
  wait "$server"
}

prepare_primary() {
  configure primary
  if [[ -d $DATA/mysql && ! -e $DATA/.initialising ]]; then return; fi
  # An empty volume under a database that lives on elsewhere was lost or mixed up. A new database in its place
  # would be followed by nobody and taken for the old one by every client.
  local peer
  for ((peer = 1; peer < MEMBERS; peer++)); do
    if answers "$(host_of "$peer")"; then
      refuse "The volume of mysql-0 is empty while mysql-$peer holds data: nothing is initialised." \
        "Restore the volume of mysql-0, or promote a member that holds the data."
    fi
  done
}

# follow: tells the server in here whom to follow, unless it knows.
follow() {
  local known
  known=$(here_as_root <<<"SELECT COUNT(*) FROM performance_schema.replication_connection_configuration WHERE HOST = '$primary'")
  if [[ $known == 1 ]]; then return; fi
  here_as_root <<SQL
RESET REPLICA ALL;
CHANGE REPLICATION SOURCE TO SOURCE_HOST = '$primary', SOURCE_PORT = 3306, SOURCE_USER = 'replicator',
  SOURCE_PASSWORD = '$MYSQL_ROOT_PASSWORD', SOURCE_AUTO_POSITION = 1, SOURCE_SSL = 1,
  SOURCE_CONNECT_RETRY = 1, SOURCE_RETRY_COUNT = 1000000, SOURCE_HEARTBEAT_PERIOD = 2;
SQL
}

# copy_from HOST: clones that server into a folder beside the data, which takes its place when it is whole: a clone cut
# short is never started from, and no server has to be restarted on what it has just fetched.
copy_from() {
  local scratch small
  scratch=$(mktemp --directory)
  small=(--no-defaults --datadir="$scratch" --skip-log-bin --performance-schema=OFF --innodb-buffer-pool-size=32M
    --innodb-redo-log-capacity=32M --skip-innodb-doublewrite --auto-generate-certs=OFF
    --caching-sha2-password-auto-generate-rsa-keys=OFF)
  rm -rf "$DATA.clone"
  # Nothing of the scratch directory is ever kept; what is cloned is flushed as always.
  mysqld "${small[@]}" --initialize-insecure --innodb-flush-method=nosync
  # A donor wants the plugins that it has itself.
  start "${small[@]}" --plugin-load-add=mysql_clone.so \
    --plugin-load-add=semisync_source.so --plugin-load-add=semisync_replica.so
  here <<SQL
SET GLOBAL clone_valid_donor_list = '$1:3306';
CLONE INSTANCE FROM 'replicator'@'$1':3306 IDENTIFIED BY '$MYSQL_ROOT_PASSWORD'
  DATA DIRECTORY = '$DATA.clone' REQUIRE SSL;
SQL
  stop
  rm -rf "$scratch"
}

# The copy takes the place of the data.
put_in_place() {
  mv "$DATA.clone" "$DATA"
  sync "$(dirname "$DATA")"
}

# From the primary and from no other follower: one that is behind would hand on a past that this member has left
# already, and what only a follower has is not the database's.
clone() {
  copy_from "$primary"
  start --datadir="$DATA.clone"
  follow
  stop
  put_in_place
  say "mysql-$MEMBER_INDEX was cloned from mysql-0"
}

# why_not GTIDS: why data with these transactions cannot follow the primary; empty where it can. What the primary
# is about to commit, and a follower may have already, counts as the primary's.
why_not() {
  ask "SET @held = '$1', @source = CONCAT(@@gtid_executed, ',', REGEXP_REPLACE(@@GLOBAL.gtid_owned, '#[0-9]+', ''));
       SELECT REPLACE(CASE
         WHEN GTID_SUBTRACT(@held, @source) <> ''
           THEN CONCAT('it holds transactions that the primary does not have: ', GTID_SUBTRACT(@held, @source))
         WHEN GTID_SUBTRACT(@@gtid_purged, @held) <> ''
           THEN CONCAT('the primary has removed what it needs: ', GTID_SUBTRACT(@@gtid_purged, @held))
         ELSE ''
       END, '\n', '')"
}

prepare_follower() {
  local held foreign reason aside
  configure replica
  SECONDS=0 # bash counts from here
  until answers "$primary"; do
    if [[ -d $DATA && $SECONDS -ge $PATIENCE ]]; then
      say "mysql-0 does not answer: what mysql-$MEMBER_INDEX holds is served, and follows once it does"
      return
    fi
    sleep 1
  done
  if [[ -d $DATA ]]; then
    start
    held=$(here_as_root <<<'SELECT @@gtid_executed')
    foreign=$(ask "SELECT '$held' <> '' AND GTID_SUBTRACT('$held', @@gtid_executed) = GTID_SUBTRACT('$held', '')")
    if [[ $foreign == 1 ]]; then
      refuse "The volume of mysql-$MEMBER_INDEX holds another database than mysql-0: no transaction is common to both. Nothing is changed." \
        "One of the two is not what it should be; find out which before any is removed."
    fi
    reason=$(why_not "$held")
    if [[ -z $reason ]]; then follow; fi
    stop
    if [[ -z $reason ]]; then return; fi
    aside="$DATA.$(date --utc +%Y%m%dT%H%M%SZ)"
    say "the data of mysql-$MEMBER_INDEX cannot follow mysql-0: $reason; it is moved to $aside, and cloned again"
    mv "$DATA" "$aside"
  fi
  clone
}

if [[ $MEMBER_INDEX == 0 ]]; then prepare_primary; else prepare_follower; fi
