#!/bin/sh
# Run before the server of each member: begins with the copy, wherever there is one.
set -eu
[ -d "$PGDATA.seed" ] || exit 0
rm -rf "$PGDATA"
cp -a "$PGDATA.seed" "$PGDATA"
