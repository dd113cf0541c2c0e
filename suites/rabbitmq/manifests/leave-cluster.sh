#!/bin/sh
# Takes the member that it runs on out of the cluster, for good: its leaders and its clients go elsewhere, its queue
# replicas are given up, it leaves, and its data is reset. What is left on the volume is worth nothing from then on.
set -eu

rabbitmq-upgrade --longnames drain
# Prints something only where a queue could not be shrunk, and ends well all the same.
failed=$(rabbitmq-queues --longnames --quiet shrink "$RABBITMQ_NODENAME" --errors-only)
if [ -n "$failed" ]; then
  echo "leave-cluster: these queues keep their replicas on $RABBITMQ_NODENAME: $failed" >&2
  rabbitmq-upgrade --longnames revive
  exit 1
fi
rabbitmqctl --longnames stop_app
rabbitmqctl --longnames reset
touch /var/lib/rabbitmq/.left-cluster
