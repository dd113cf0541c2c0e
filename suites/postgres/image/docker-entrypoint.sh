#!/bin/bash
# Starts PostgreSQL the way its official image does: makes a database cluster in an empty PGDATA, from
# what the environment says, runs the scripts of /docker-entrypoint-initdb.d once, and becomes the server.
set -Eeuo pipefail
shopt -s nullglob

readonly INIT_SCRIPTS=/docker-entrypoint-initdb.d
readonly SOCKETS=/var/run/postgresql

log() { printf '%s entrypoint: %s\n' "$(date --utc +%FT%TZ)" "$*"; }
die() {
  printf 'entrypoint: %s\n' "$@" >&2
  exit 1
}

# setting NAME DEFAULT: gives NAME its value from the environment, or from the file that NAME_FILE names.
setting() {
  local name=$1 file_name=${1}_FILE
  if [[ -n ${!name:-} && -n ${!file_name:-} ]]; then
    die "$name and $file_name are both set; set one of them."
  fi
  if [[ -n ${!file_name:-} ]]; then
    [[ -r ${!file_name} ]] || die "$file_name names ${!file_name}, which cannot be read."
    printf -v "$name" '%s' "$(<"${!file_name}")"
  else
    printf -v "$name" '%s' "${!name:-$2}"
  fi
  export "${name?}"
  unset "$file_name"
}

# Whether these arguments only ask for help or a version, for which no data is needed.
only_asks() {
  local argument
  for argument; do
    case $argument in
      -'?' | --help | -V | --version | --describe-config) return 0 ;;
    esac
  done
  return 1
}

as_root_prepare() {
  install -d -m 0700 "$PGDATA" 2>/dev/null || mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA"
  install -d -m 3777 "$SOCKETS"
  # Only what is not right yet: a large volume must not be walked through and written at each start.
  find "$PGDATA" "$SOCKETS" ! -user postgres -exec chown postgres {} +
  if [[ -n ${POSTGRES_INITDB_WALDIR:-} ]]; then
    install -d -m 0700 "$POSTGRES_INITDB_WALDIR"
    find "$POSTGRES_INITDB_WALDIR" ! -user postgres -exec chown postgres {} +
  fi
}

require_password() {
  [[ -z $POSTGRES_PASSWORD && $POSTGRES_HOST_AUTH_METHOD != trust ]] || return 0
  die "the database is empty and the superuser \"$POSTGRES_USER\" has no password." \
    "Set POSTGRES_PASSWORD (docker run -e POSTGRES_PASSWORD=...), or POSTGRES_PASSWORD_FILE to a file that holds it." \
    "POSTGRES_HOST_AUTH_METHOD=trust lets everybody in without a password; use it for nothing but tests."
}

# initdb wants to know the name of its user; a container may run as one that /etc/passwd does not list.
name_this_user() {
  local wrapper=(/usr/lib/*/libnss_wrapper.so)
  if getent passwd "$(id -u)" >/dev/null || [[ ! -e ${wrapper[0]:-} ]]; then return; fi
  NSS_WRAPPER_PASSWD=$(mktemp)
  NSS_WRAPPER_GROUP=$(mktemp)
  export LD_PRELOAD=${wrapper[0]} NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
  echo "postgres:x:$(id -u):$(id -g):PostgreSQL:$PGDATA:/bin/false" >"$NSS_WRAPPER_PASSWD"
  echo "postgres:x:$(id -g):" >"$NSS_WRAPPER_GROUP"
}

create_cluster() {
  local options=()
  # As in a shell: the arguments of POSTGRES_INITDB_ARGS may be quoted.
  eval "options=($POSTGRES_INITDB_ARGS)"
  if [[ -n ${POSTGRES_INITDB_WALDIR:-} ]]; then options+=(--waldir "$POSTGRES_INITDB_WALDIR"); fi
  (
    name_this_user
    initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${options[@]}"
  )
}

# allow_hosts [SERVER-ARGUMENT...]: who may connect from elsewhere, and how they prove who they are.
allow_hosts() {
  local method=$POSTGRES_HOST_AUTH_METHOD
  [[ -n $method ]] || method=$(postgres -C password_encryption "$@")
  {
    echo
    if [[ $method == trust ]]; then
      echo '# "trust" lets everybody in without a password'
    fi
    echo "host all all all $method"
  } >>"$PGDATA/pg_hba.conf"
}

query() {
  PGHOST='' PGHOSTADDR='' psql --no-psqlrc --no-password --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" "$@"
}

create_database() {
  local exists
  exists=$(query --dbname=postgres --tuples-only --no-align --set=db="$POSTGRES_DB" \
    <<<"SELECT 1 FROM pg_database WHERE datname = :'db';")
  if [[ $exists != 1 ]]; then
    query --dbname=postgres --set=db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
  fi
}

run_scripts() {
  local script
  for script in "$INIT_SCRIPTS"/*; do
    case $script in
      *.sh)
        if [[ -x $script ]]; then
          log "running $script"
          "$script"
        else
          log "sourcing $script"
          # shellcheck source=/dev/null
          . "$script"
        fi
        ;;
      *.sql) log "running $script" && query --dbname="$POSTGRES_DB" --file="$script" ;;
      *.sql.gz) log "running $script" && gunzip --stdout "$script" | query --dbname="$POSTGRES_DB" ;;
      *.sql.xz) log "running $script" && xz --decompress --stdout "$script" | query --dbname="$POSTGRES_DB" ;;
      *.sql.zst) log "running $script" && zstd --decompress --stdout "$script" | query --dbname="$POSTGRES_DB" ;;
      *) log "ignoring $script" ;;
    esac
  done
}

# initialise [SERVER-ARGUMENT...]: fills an empty PGDATA, with a server that nobody else can reach.
initialise() {
  require_password
  create_cluster
  allow_hosts "$@"
  export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD} # in case POSTGRES_INITDB_ARGS asks for one on the socket
  local server
  server=$(printf '%q ' "$@" -c listen_addresses= -p "${PGPORT:-5432}")
  NOTIFY_SOCKET='' pg_ctl --pgdata="$PGDATA" --wait --options="$server" start
  create_database
  run_scripts
  pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop
  unset PGPASSWORD
  log 'the database cluster is ready; starting the server'
}

main() {
  if [[ ${1:-} == -* ]]; then set -- postgres "$@"; fi
  if [[ ${1:-} != postgres ]] || only_asks "${@:2}"; then exec "$@"; fi

  if [[ $(id -u) == 0 ]]; then
    as_root_prepare
    exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
  fi
  install -d -m 0700 "$PGDATA" 2>/dev/null || true
  chmod 0700 "$PGDATA" 2>/dev/null || true

  if [[ -s $PGDATA/PG_VERSION ]]; then
    log 'PGDATA holds a database cluster already; nothing is initialised'
  else
    setting POSTGRES_PASSWORD ''
    setting POSTGRES_USER postgres
    setting POSTGRES_DB "$POSTGRES_USER"
    setting POSTGRES_INITDB_ARGS ''
    : "${POSTGRES_HOST_AUTH_METHOD:=}"
    initialise "${@:2}"
  fi
  exec "$@"
}

# Sourced, it only gives its functions.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then main "$@"; fi
