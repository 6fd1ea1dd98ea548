#!/usr/bin/env bash
# Loads on servers that are not of this project, in a guest of the lab: Debian's freediameterd (Diameter) and osmo-stp
# (M3UA, SUA). The results go to $LAB_OUT.
# Usage: foreign-servers-in-guest.sh
set -euo pipefail

jar=$(ls sctp-bench/target/sctp-bench-*[!s].jar)
work=$(mktemp -d)
readonly ADDRESS=192.0.2.1 # freediameterd does not listen on loopback alone

start_servers() {
  ip link add beside-loopback type dummy
  ip address add $ADDRESS/24 dev beside-loopback
  ip link set beside-loopback up
  openssl req -new -batch -x509 -nodes -newkey rsa:2048 -subj /CN=server.sctp.example \
    -out "$work/certificate" -keyout "$work/key" 2>/dev/null
  cat >"$work/diameter.conf" <<END
Identity = "server.sctp.example";
Realm = "sctp.example";
ListenOn = "$ADDRESS";
SecPort = 0;
TwTimer = 6;
TLS_Cred = "$work/certificate", "$work/key";
TLS_CA = "$work/certificate";
LoadExtension = "acl_wl.fdx" : "$work/peers.conf";
END
  echo 'ALLOW_IPSEC *.sctp.example' >"$work/peers.conf" # without TLS
  cat >"$work/stp.conf" <<'END'
cs7 instance 0
 xua rkm routing-key-allocation dynamic-permitted
 listen m3ua 2905
  accept-asp-connections dynamic-permitted
 listen sua 14001
  accept-asp-connections dynamic-permitted
END
  freeDiameterd -c "$work/diameter.conf" >"$work/diameter.log" 2>&1 &
  (cd "$work" && exec osmo-stp -c stp.conf >stp.log 2>&1) &
  local port tries
  for port in 3868 2905 14001; do
    for ((tries = 0; tries < 200; tries++)); do
      awk '{ print $6 }' /proc/net/sctp/eps | grep -qx $port && continue 2
      sleep 0.1
    done
    tail "$work"/*.log
    exit 1
  done
}

# client NAME OPTION...: no rate is asked for, since a busy machine would miss it.
client() {
  local name=$1
  shift
  java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" client --rate max --window 4 --streams 4 --warmup 500ms \
    --json "$LAB_OUT/$name.json" "$@"
}

start_servers
# Long enough for the server to send a watchdog request of its own.
client diameter $ADDRESS --port 3868 --protocol diameter --duration 9s --associations 2 &
diameter=$!
client m3ua 127.0.0.1 --port 2905 --protocol m3ua --size 500 --duration 3s
client sua 127.0.0.1 --port 14001 --protocol sua --duration 3s
# A request of one's own (Update-Location), which this server can hand on to nobody: it says so in each answer.
echo '01000014 c000013c 01000023 00000000 00000000' >"$work/update.hex"
client update $ADDRESS --port 3868 --protocol diameter --identity other.sctp.example --messages "$work/update.hex" \
  --accept-errors --duration 3s
wait $diameter
