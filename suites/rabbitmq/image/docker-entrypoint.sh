#!/bin/bash
# Starts RabbitMQ the way its official image does: as the user rabbitmq, with the data directory made his own.
# RABBITMQ_DEFAULT_USER, RABBITMQ_DEFAULT_PASS and RABBITMQ_DEFAULT_VHOST are read by the server itself, on a node
# that has no data yet.
set -Eeuo pipefail

readonly DATA=/var/lib/rabbitmq

die() {
  printf 'entrypoint: %s\n' "$@" >&2
  exit 1
}

# What older images took from the environment and the server does not: better refused than silently left out.
refuse_retired_settings() {
  local name
  for name in RABBITMQ_DEFAULT_PASS_FILE RABBITMQ_DEFAULT_USER_FILE RABBITMQ_VM_MEMORY_HIGH_WATERMARK; do
    [[ -z ${!name:-} ]] || die "$name is set, and RabbitMQ does not know it. Put the setting into a file under /etc/rabbitmq/conf.d."
  done
}

main() {
  if [[ ${1:-} == -* ]]; then set -- rabbitmq-server "$@"; fi
  if [[ ${1:-} != rabbitmq-server ]]; then exec "$@"; fi
  if [[ $(id -u) == 0 ]]; then
    # Only what is not right yet: a large volume must not be walked through and written at each start.
    find "$DATA" ! -user rabbitmq -exec chown rabbitmq:rabbitmq {} +
    exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "${BASH_SOURCE[0]}" "$@"
  fi
  refuse_retired_settings
  exec "$@"
}

# Sourced, it only gives its functions.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then main "$@"; fi
