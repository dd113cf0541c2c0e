#!/bin/bash
# Becomes the server: arguments that do not begin with it are arguments for it, as in the official image.
set -euo pipefail
if [[ $# -gt 0 && $1 != minio ]]; then set -- minio "$@"; fi
exec "$@"
