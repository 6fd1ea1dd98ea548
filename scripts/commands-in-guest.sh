#!/usr/bin/env bash
# The tests of commands that need a guest of the lab but no boot of their own: doctor; `sctp server` and `sctp client`
# side by side, as on two machines, in both modes; the JDK's SCTP, which needs the host's libsctp.so.1; the maximum
# number of streams; this library and the JDK's side by side; a microbenchmark.
# Usage: commands-in-guest.sh OPTION... (of the loads)
set -euo pipefail

jar=$(ls sctp-bench/target/sctp-bench-*[!s].jar)
sctp=(java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar")
output=$(mktemp)

./sctp doctor

"${sctp[@]}" server --bind 127.0.0.1:5001 --batch 16 >"$output" 2>&1 &
server=$!
until grep -q '^listening' "$output"; do
  kill -0 $server || { cat "$output"; exit 1; }
  sleep 0.1
done
"${sctp[@]}" client 127.0.0.1 "$@" --json "$LAB_OUT/client.json"
"${sctp[@]}" client 127.0.0.1 "$@" --mode oneway --batch 16 --associations 2 --json "$LAB_OUT/oneway.json"
kill $server

"${sctp[@]}" load "$@" --provider jdk --json "$LAB_OUT/jdk.json"
"${sctp[@]}" load "$@" --streams 65535 --unordered --ppid 46 --dispatcher --json "$LAB_OUT/streams.json"
# By day a peer of each kind, by night all.
"${sctp[@]}" peers --peers "plain,c,usrsctp,iperf3${SCTP_TEST_ALL:+,dispatcher,jdk,batch,netty,c-info,tcp}" \
  --sizes 100 --modes one-way --rounds 1 --warmup 0.1 --duration 0.05 --json "$LAB_OUT/peers.json"
"${sctp[@]}" jmh JniBenchmark.limitEmptyCall --forks 1 --time 20ms --json "$LAB_OUT/jmh.json"
