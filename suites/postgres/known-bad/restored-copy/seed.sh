#!/bin/sh
# Run once by the image's entry point, when the data directory is new: keeps a copy of it beside it.
pg_basebackup --username "$POSTGRES_USER" --pgdata "$PGDATA.seed" --wal-method stream --checkpoint fast
