#!/bin/bash
# Succeeds once this server has taken a write: it writes an object by way of itself, and makes the bucket for it where
# there is none. MinIO's own probes ask all servers how many drives there are. They succeed while this server has not yet
# found more than one drive besides its own, and then it takes no writes and may read what is out of date.
# There is no program for S3 in the image: the request is signed here (AWS Signature Version 4) and sent by bash.
set -euo pipefail
readonly address=127.0.0.1 port=9000 region=us-east-1 bucket=started
export TZ=UTC

# sha256: of what comes in, in hexadecimal digits.
sha256() {
  local sum
  sum=$(sha256sum)
  printf '%s' "${sum%% *}"
}

# escaped HEX: the bytes as printf's %b takes them.
escaped() {
  local hex=$1 out='' i
  for ((i = 0; i < ${#hex}; i += 2)); do out+="\\x${hex:i:2}"; done
  printf '%s' "$out"
}

# hmac KEY-IN-HEX MESSAGE: HMAC-SHA256, in hexadecimal digits; the key has 64 bytes at most.
hmac() {
  local key=$1 message=$2 inner='' outer='' i byte digest
  while ((${#key} < 128)); do key+=00; done
  for ((i = 0; i < 128; i += 2)); do
    byte=$((16#${key:i:2}))
    printf -v inner '%s\\x%02x' "$inner" $((byte ^ 0x36))
    printf -v outer '%s\\x%02x' "$outer" $((byte ^ 0x5c))
  done
  digest=$({ printf '%b' "$inner" && printf '%s' "$message"; } | sha256)
  { printf '%b' "$outer" && printf '%b' "$(escaped "$digest")"; } | sha256
}

# hex TEXT: its bytes in hexadecimal digits.
hex() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }

# put PATH BODY: prints the status of the answer.
put() {
  local path=$1 body=$2 now day scope names hash canonical text key signature status
  printf -v now '%(%Y%m%dT%H%M%SZ)T' -1
  day=${now%%T*}
  scope=$day/$region/s3/aws4_request
  names='host;x-amz-content-sha256;x-amz-date'
  hash=$(printf '%s' "$body" | sha256)
  canonical=$(printf 'PUT\n%s\n\nhost:%s:%s\nx-amz-content-sha256:%s\nx-amz-date:%s\n\n%s\n%s' \
    "$path" "$address" "$port" "$hash" "$now" "$names" "$hash" | sha256)
  printf -v text 'AWS4-HMAC-SHA256\n%s\n%s\n%s' "$now" "$scope" "$canonical"
  key=$(hex "AWS4$MINIO_ROOT_PASSWORD")
  for part in "$day" "$region" s3 aws4_request; do key=$(hmac "$key" "$part"); done
  signature=$(hmac "$key" "$text")
  exec 3<>"/dev/tcp/$address/$port"
  printf '%s\r\n' "PUT $path HTTP/1.1" "Host: $address:$port" 'Connection: close' "Content-Length: ${#body}" \
    "x-amz-content-sha256: $hash" "x-amz-date: $now" \
    "Authorization: AWS4-HMAC-SHA256 Credential=$MINIO_ROOT_USER/$scope, SignedHeaders=$names, Signature=$signature" \
    '' >&3
  printf '%s' "$body" >&3
  read -r -t 8 _ status _ <&3
  exec 3>&-
  printf '%s' "$status"
}

# To be asked first: it takes no signature, for which this shell works long, and what is not even well takes no writes.
exec 3<>"/dev/tcp/$address/$port"
printf 'GET /minio/health/cluster HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$address" "$port" >&3
read -r -t 8 _ status _ <&3
exec 3>&-
if [[ $status != 200 ]]; then
  echo "this server is not well yet: HTTP $status"
  exit 1
fi

status=$(put "/$bucket/$HOSTNAME" x)
if [[ $status == 404 ]]; then
  put "/$bucket" '' >/dev/null
  status=$(put "/$bucket/$HOSTNAME" x)
fi
if [[ $status != 200 ]]; then
  echo "this server does not take a write yet: HTTP $status"
  exit 1
fi
