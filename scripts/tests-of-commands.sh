#!/usr/bin/env bash
# Runs every command that measures as a user would, in the lab, with loads so small that only the commands are tested and
# not the figures. Ends with a line `N passed, M failed`.
#
#   scripts/tests-of-commands.sh [PART...]     parts: on_the_host in_one_guest on_two_kernels nights (default: all)
set -euo pipefail

SCTP_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$SCTP_HOME"
readonly KERNEL=6.12 OTHER_KERNEL=6.1
readonly TINY='--rate=500 --warmup=100ms --duration=400ms --drain=20s'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check NAME STATUS COMMAND...: runs a command; its output is in $work/NAME afterwards.
check() {
  local name=$1 wanted=$2 status=0
  shift 2
  "$@" >"$work/$name" 2>&1 </dev/null || status=$?
  [ "$status" = "$wanted" ] || { failed "$name: status $status instead of $wanted" "$name"; return 0; }
  echo "ok: $name"
}

# says NAME PATTERN: what the output of a command must hold.
says() { grep -qE -- "$2" "$work/$1" && echo "ok: $1 says '$2'" || failed "$1 does not say '$2'" "$1"; }

# wrote NAME FILE PATTERN: what a file that a command wrote must hold.
wrote() { grep -qE -- "$3" "$2" 2>/dev/null && echo "ok: $1 wrote $(basename "$2")" || failed "$1: no '$3' in $2" "$1"; }

failed() {
  echo "FAILED: $1"
  tail -n 25 "$work/$2" | sed 's/^/    /'
}

# shellcheck disable=SC2086 # a list of options
on_the_host() {
  check wrong-size 2 ./sctp load --size 5 --kernel $KERNEL
  says wrong-size 'size 5'
  check wrong-rate 2 ./sctp load --rate fast
  says wrong-rate "neither a number nor max"
  check wrong-kernel 1 ./sctp kernels --kernel 3.2 --boots 1 --out "$work/none" $TINY
  says wrong-kernel '3\.2'
  check doctor-in-lab 2 ./sctp compare --kernel $KERNEL a b
  check tcp 0 ./sctp load --provider tcp $TINY --out "$work/tcp-run"
  wrote tcp "$work/tcp-run/result.json" '"provider" : "tcp"'
  wrote tcp "$work/tcp-run/report.html" 'echarts'
  wrote tcp "$work/tcp-run/percentiles.svg" '<svg'
  check tcp-batch 2 ./sctp load --provider tcp --batch 8
  says tcp-batch 'neither batches'
  check too-few 2 ./sctp compare "$work/tcp-run" "$work/tcp-run"
  says too-few 'too few runs'
  check report 0 ./sctp report "$work/tcp-run" "$work/tcp-run" --html "$work/two.html" --charts "$work/charts" --format png
  says report 'percentiles.png'
}

# shellcheck disable=SC2086
in_one_guest() {
  check load 0 ./sctp load --kernel $KERNEL $TINY --batch 16 --loss 1% --delay 2ms --out "$work/run" --json "$work/run.json"
  says load 'instructions, not as time'
  wrote load "$work/run.json" '"loss" : 0.01'
  wrote load "$work/run/intervals.hlog" 'Tag=stream-3'
  wrote load "$work/run/report.html" 'echarts'
  wrote load "$work/run/heat.svg" '<svg'
  check server-client 0 lab/lab run --kernel $OTHER_KERNEL -- scripts/server-and-client-in-guest.sh $TINY
  says server-client 'echo over kernel'
  says server-client 'oneway over kernel'
  says server-client 'clocks'
}

# shellcheck disable=SC2086
on_two_kernels() {
  check kernels 0 ./sctp kernels --kernel $OTHER_KERNEL --kernel $KERNEL --boots 1 $TINY --out "$work/kernels-run"
  says kernels 'instructions, not time'
  wrote kernels "$work/kernels-run/kernels.json" '"unit" : "instructions"'
  wrote kernels "$work/kernels-run/report.html" 'echarts'
}

nights() {
  echo "tiny: $TINY" >"$work/matrix"
  check nightly 0 ./sctp nightly --kernel $KERNEL --matrix "$work/matrix" --baseline "$work/baseline" --out "$work/night"
  says nightly 'verdict: new baseline'
  wrote nightly "$work/night/nightly.json" '"verdict" : "NEW_BASELINE"'
  wrote nightly "$work/night/report.html" 'echarts'
  check compare 0 ./sctp compare "$work/baseline/$KERNEL/tiny" "$work/night/$KERNEL/tiny"
  says compare '^no regression'
}

parts=("$@")
[ $# != 0 ] || parts=(nights on_the_host in_one_guest on_two_kernels)
"$SCTP_HOME/sctp" doctor >"$work/doctor" 2>&1 || true # builds what is not built, before several do
: | tee "$work/nights.log" >"$work/others.log"
for part in "${parts[@]}"; do
  # Two guests side by side use two processors best.
  if [ "$part" = nights ]; then
    nights >"$work/nights.log" &
  else
    "$part" | tee -a "$work/others.log"
  fi
done
wait
cat "$work/nights.log"
passed=$(cat "$work"/{nights,others}.log | grep -c '^ok: ') || true
bad=$(cat "$work"/{nights,others}.log | grep -c '^FAILED: ') || true
echo "$passed passed, $bad failed"
[ "$bad" = 0 ]
