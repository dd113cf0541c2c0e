#!/bin/sh
# What this member's node says of its cluster and its queues, one thing a line. No command of RabbitMQ's own starts in less
# than a second; this asks the running node in a few milliseconds.
exec erl_call -r -timeout 10 -name "$RABBITMQ_NODENAME" -fetch_stdout -no_result_term -e </scripts/look.erl
