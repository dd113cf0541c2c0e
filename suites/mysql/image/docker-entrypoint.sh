#!/bin/bash
# Starts MySQL the way its official image does: makes a data directory where there is none, from what the
# environment says, runs the scripts of /docker-entrypoint-initdb.d once, and becomes the server.
set -Eeuo pipefail
shopt -s nullglob

readonly INIT_SCRIPTS=/docker-entrypoint-initdb.d

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
  unset "$file_name"
}

# Whether these arguments only ask for help or a version, for which no data is needed.
only_asks() {
  local argument
  for argument; do
    case $argument in
      -'?' | --help | -V | --version | --validate-config) return 0 ;;
    esac
  done
  return 1
}

# option NAME DEFAULT ARGUMENT...: what the server takes for an option; what comes later wins.
option() {
  local name=$1 value=$2 argument key
  shift 2
  while IFS= read -r argument; do
    key=${argument%%=*}
    if [[ ${key//_/-} == "--$name" && $argument == *=* ]]; then value=${argument#*=}; fi
  done < <(my_print_defaults mysqld server && printf '%s\n' "$@")
  printf '%s' "$value"
}

# quoted TEXT: as a string of SQL.
quoted() {
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\\\'}"
}

# client PROGRAM [ARGUMENT...]: asks the server that only this container can reach; no password is in the arguments.
client() {
  "$1" --defaults-extra-file=<(printf '[client]\npassword="%s"\n' "$(escaped "$root_password")") \
    --user=root --protocol=socket --socket="$socket" "${@:2}"
}

# escaped TEXT: as a value of an option file that stands in double quotes.
escaped() {
  local text=${1//\\/\\\\}
  printf '%s' "${text//\"/\\\"}"
}

require_password() {
  [[ -z $MYSQL_ROOT_PASSWORD && -z $MYSQL_ALLOW_EMPTY_PASSWORD && -z $MYSQL_RANDOM_ROOT_PASSWORD ]] || return 0
  die 'the data directory is empty and root has no password.' \
    'Set MYSQL_ROOT_PASSWORD (docker run -e MYSQL_ROOT_PASSWORD=...), or MYSQL_ROOT_PASSWORD_FILE to a file that holds it,' \
    'or MYSQL_RANDOM_ROOT_PASSWORD=yes. MYSQL_ALLOW_EMPTY_PASSWORD=yes lets everybody in; use it for nothing but tests.'
}

as_root_prepare() {
  install -d "$datadir" /var/run/mysqld
  # Only what is not right yet: a large volume must not be walked through and written at each start.
  find "$datadir" /var/run/mysqld ! -user mysql -exec chown mysql:mysql {} +
}

start_server() {
  mysqld "$@" --skip-networking --skip-replica-start --socket="$socket" &
  server=$!
  until client mysqladmin --silent ping >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null || die 'the server did not start for its initialisation; its own words are above.'
    sleep 0.2
  done
}

# What belongs to this server alone is kept out of its binary log.
create_root() {
  local host=$MYSQL_ROOT_HOST
  {
    echo 'SET SESSION sql_log_bin = 0;'
    if [[ -n $host && $host != localhost ]]; then
      echo "CREATE USER 'root'@$(quoted "$host") IDENTIFIED BY $(quoted "$MYSQL_ROOT_PASSWORD");"
      echo "GRANT ALL ON *.* TO 'root'@$(quoted "$host") WITH GRANT OPTION;"
    fi
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $(quoted "$MYSQL_ROOT_PASSWORD");"
  } | client mysql
  root_password=$MYSQL_ROOT_PASSWORD
}

create_database() {
  local database=${MYSQL_DATABASE//\`/\`\`}
  {
    if [[ -n $MYSQL_DATABASE ]]; then echo "CREATE DATABASE IF NOT EXISTS \`$database\`;"; fi
    if [[ -n $MYSQL_USER && -n $MYSQL_PASSWORD ]]; then
      echo "CREATE USER $(quoted "$MYSQL_USER")@'%' IDENTIFIED BY $(quoted "$MYSQL_PASSWORD");"
      if [[ -n $MYSQL_DATABASE ]]; then
        echo "GRANT ALL ON \`${database//_/\\_}\`.* TO $(quoted "$MYSQL_USER")@'%';"
      fi
    fi
  } | client mysql
}

# Runs what comes in, in the database that was asked for.
sql() { client mysql ${MYSQL_DATABASE:+"--database=$MYSQL_DATABASE"}; }

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
      *.sql) log "running $script" && sql <"$script" ;;
      *.sql.gz) log "running $script" && gunzip --stdout "$script" | sql ;;
      *) log "ignoring $script" ;;
    esac
  done
}

# initialise [SERVER-ARGUMENT...]: fills an empty data directory, with a server that nobody else can reach.
initialise() {
  if [[ -e $datadir/.initialising ]]; then
    log 'an initialisation was cut short before the server had served anybody; it begins anew'
    find "$datadir" -mindepth 1 ! -name '.*' ! -name lost+found -delete
  fi
  touch "$datadir/.initialising"
  mysqld "$@" --initialize-insecure
  root_password='' socket=$(option socket /var/run/mysqld/mysqld.sock "$@")
  start_server "$@"
  if [[ -n $MYSQL_RANDOM_ROOT_PASSWORD ]]; then
    MYSQL_ROOT_PASSWORD=$(head --bytes=24 /dev/urandom | base64 --wrap=0)
    log "the password of root is $MYSQL_ROOT_PASSWORD"
  fi
  create_root
  create_database
  run_scripts
  client mysqladmin shutdown
  wait "$server"
  sync "$datadir"
  rm "$datadir/.initialising"
  log 'the data directory is ready; starting the server'
}

main() {
  if [[ ${1:-} == -* ]]; then set -- mysqld "$@"; fi
  if [[ ${1:-} != mysqld ]] || only_asks "${@:2}"; then exec "$@"; fi

  datadir=$(option datadir /var/lib/mysql/ "${@:2}")
  if [[ $(id -u) == 0 ]]; then
    as_root_prepare
    exec setpriv --reuid=mysql --regid=mysql --init-groups "${BASH_SOURCE[0]}" "$@"
  fi
  mkdir -p "$datadir"

  if [[ -d $datadir/mysql && ! -e $datadir/.initialising ]]; then
    log "$datadir holds data already; nothing is initialised"
  else
    setting MYSQL_ROOT_PASSWORD ''
    setting MYSQL_ROOT_HOST '%'
    setting MYSQL_DATABASE ''
    setting MYSQL_USER ''
    setting MYSQL_PASSWORD ''
    : "${MYSQL_ALLOW_EMPTY_PASSWORD:=}" "${MYSQL_RANDOM_ROOT_PASSWORD:=}"
    require_password
    initialise "${@:2}"
  fi
  exec "$@"
}

# Sourced, it only gives its functions.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then main "$@"; fi
