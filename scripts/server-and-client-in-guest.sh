#!/usr/bin/env bash
# Runs `sctp server` and `sctp client` side by side in the lab's guest, as on two machines, both ways of measuring:
# server-and-client-in-guest.sh OPTION... (of the client)
set -euo pipefail

jar=$(ls sctp-bench/target/sctp-bench-*[!s].jar)
sctp=(java -XX:TieredStopAtLevel=1 -jar "$jar")
output=$(mktemp)

"${sctp[@]}" server --bind 127.0.0.1:5001 --batch 16 >"$output" 2>&1 &
server=$!
until grep -q '^listening' "$output"; do
  kill -0 $server || { cat "$output"; exit 1; }
  sleep 0.1
done
"${sctp[@]}" client 127.0.0.1 "$@"
"${sctp[@]}" client 127.0.0.1 "$@" --mode oneway --batch 16 --associations 2
kill $server
