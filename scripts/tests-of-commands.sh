#!/usr/bin/env bash
# Runs every measuring command as a user would, on this machine and in the lab. The loads are so small that they test
# the commands and not the figures. In the lab the clock counts instructions, so a busy machine does not matter. Ends
# with a line `N passed, M failed`.
#
#   scripts/tests-of-commands.sh [PART...]     parts (default: all): on_the_host load_in_the_lab in_a_guest
#                                              foreign_servers peers kernels smoke, and what takes many boots:
#                                              kernels_again; nights, next_night behind it
set -euo pipefail

SCTP_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$SCTP_HOME"
readonly KERNEL=6.12 OTHER_KERNEL=6.1
readonly TINY='--rate=500 --warmup=100ms --duration=400ms --drain=20s'
# Enough for a warm JVM, so that two boots agree.
readonly WARM='--rate=2000 --warmup=1s --duration=500ms'

# shellcheck source=checks.sh
. scripts/checks.sh

# As fast as possible, since a busy machine would miss any fixed rate.
on_the_host() {
  mistakes
  doctor
  check tcp 0 ./sctp load --provider tcp --rate max --duration 2s --warmup 100ms --out "$work/tcp-run"
  says tcp '^total +[0-9]+ +[0-9.]+'
  wrote tcp "$work/tcp-run/result.json" '"provider" : "tcp"'
  wrote tcp "$work/tcp-run/report.html" 'echarts'
  wrote tcp "$work/tcp-run/percentiles.svg" '<svg'
  check histogram-tool 0 java -cp 'sctp-bench/target/lib/*' org.HdrHistogram.HistogramLogProcessor \
    -i "$work/tcp-run/intervals.hlog" -tag stream-3
  says histogram-tool 'Total count += +[1-9]'
  check missed-rate 1 ./sctp load --provider tcp --rate 100000000 --duration 300ms --warmup 100ms
  says missed-rate '^INVALID: the rate was missed by'
  check interrupted 130 interrupt_a_load
  says interrupted '^sent [1-9]'
  wrote interrupted "$work/cut/result.json" '"interrupted" : true'
  check live 0 script -qec './sctp load --provider tcp --rate max --duration 2s --warmup 100ms' /dev/null
  says live '[0-9]+/s p50 [0-9]+ p99 .* µs, 0 lost'
  check userspace 0 ./sctp load --provider userspace --rate max --mode oneway --batch 16 --duration 500ms
  says userspace 'oneway over userspace'
  check capacity 0 ./sctp capacity --provider tcp --slo p50=10s --rate 500000 --precision 50% --repeats 1 \
    --duration 300ms --warmup 100ms --out "$work/capacity-trials"
  says capacity '^[0-9,]+ messages/s hold p50=10s; [0-9,]+/s is too high'
  wrote capacity "$work/capacity-trials/capacity.json" '"lower_msgs_per_s" : [0-9]'
  check paths 0 ./sctp paths --small --json "$work/paths.json"
  says paths '^cubic +10 +20 +0\.0 +1200 +max +(0\.9|1\.0)'
  wrote paths "$work/paths.json" '"default_controller" : "path_model"'
  check paths-controller 2 ./sctp paths --controller nonsense
  says paths-controller "Invalid value for option '--controller'"
  check paths-without-real 2 ./sctp paths --rtt 10ms
  says paths-without-real 'need --real'
  check server 130 interrupt_a_server
  says server '^stopped: '
  says_not server 'the server ended'
  check relay 130 interrupt_a_relay
  says relay '^relaying from 127\.0\.0\.1:[0-9]+ to 127\.0\.0\.1:9, which sees 127\.0\.0\.1:[0-9]+'
  says relay '^to the server: 0 received, 0 forwarded'
  check relay-without-to 2 ./sctp relay --delay 5ms
  says relay-without-to "Missing required option: '--to=HOST:PORT'"
  store_of_nights
  comparisons
  check report 0 ./sctp report "$work/tcp-run" "$work/tcp-run" --html "$work/two.html" \
    --charts "$work/charts" --format png
  says report 'percentiles.png'
}

# Two nights of one boot each, made from the previous run.
store_of_nights() {
  local night
  for night in 1 2; do
    mkdir -p "$work/nights/$night/here/tcp"
    cp -R "$work/tcp-run" "$work/nights/$night/here/tcp/boot-1"
    sed -i "s/\"started_at\" : \"[^\"]*\"/\"started_at\" : \"2026-01-0${night}T02:15:00Z\"/" \
      "$work/nights/$night/here/tcp/boot-1/result.json"
  done
  check history 0 ./sctp history --store "$work/history.db" --import "$work/nights" --html "$work/history.html" \
    --json "$work/history.json"
  says history '2 runs added'
  says history '^NO ALARM in [2-4] lines over 2 nights'
  says history '^tcp on here +p50 +2 '
  wrote history "$work/history.html" 'echarts'
  wrote history "$work/history.json" '"commit" : "[0-9a-f]{12}'
  check history-again 0 sh -c './sctp history --store "$1" --json - 2>/dev/null' sh "$work/history.db"
  says history-again '^\{ "verdict" : "NO ALARM'
  check exports 0 ./sctp history --store "$work/history.db" \
    --export "junit=$work/tests.xml" --export "ktap=$work/tests.ktap" \
    --export "openmetrics=$work/metrics.txt" --export "otava=$work/otava" --export "markdown=$work/note.md"
  wrote exports "$work/tests.xml" '<testcase name="p50" classname="tcp on here over time'
  wrote exports "$work/tests.ktap" '^  ok 2 p50$'
  wrote exports "$work/metrics.txt" '^sctp_latency_seconds\{kernel="here",load="tcp",.*percentile="50"\} [0-9]'
  wrote exports "$work/otava/tcp-here.csv" '^2026-01-02T02:15:00Z,[0-9a-f]{12}'
  wrote exports "$work/note.md" '^### SCTP over time: NO ALARM'
  check export-to-stdout 0 sh -c './sctp history --store "$1" --export ktap=- 2>/dev/null' sh "$work/history.db"
  says export-to-stdout '^KTAP version 1$'
  says_not export-to-stdout '^line '
  check wrong-export 2 ./sctp history --store "$work/history.db" --export tap=x
  says wrong-export "--export: no format 'tap'"
  check no-history 2 ./sctp history --store "$work/no.db"
  says no-history '--store: there is no '
}

# Folders of five runs, made from one.
comparisons() {
  local run
  for run in 1 2 3 4 5; do scale "$work/tcp-run" "$work/base/boot-$run" "1.0$run"; done
  for run in 1 2 3 4 5; do scale "$work/tcp-run" "$work/slow/boot-$run" "1.5$run"; done
  check compare 0 ./sctp compare "$work/base" "$work/base"
  says compare '^no regression'
  check compare-slower 1 ./sctp compare "$work/base" "$work/slow" --json "$work/compare.json"
  says compare-slower '^regression'
  wrote compare-slower "$work/compare.json" '"verdict" : "REGRESSION"'
  check compare-faster 0 ./sctp compare "$work/slow" "$work/base"
  says compare-faster 'improvement'
  check compare-too-few 2 ./sctp compare "$work/base" "$work/base/boot-1"
  says compare-too-few 'too few runs: the candidate has 1'
  sed -i 's/"size" : "200"/"size" : "201"/' "$work/slow/boot-1/result.json"
  check compare-other-load 2 ./sctp compare "$work/base" "$work/slow"
  says compare-other-load 'not comparable: the runs differ in size'
  check compare-nothing 2 ./sctp compare "$work/base" "$work/charts"
  says compare-nothing 'not comparable'
}

# scale FROM TO FACTOR: copies a run, with its latencies multiplied.
scale() {
  mkdir -p "$(dirname "$2")"
  cp -R "$1" "$2"
  awk -v factor="$3" '/"p[0-9]+" : [0-9]/ { $3 = int($3 * factor) "," } { print }' "$1/result.json" >"$2/result.json"
}

# The content differs from machine to machine, but these facts are always there.
doctor() {
  local fact
  check doctor 0 ./sctp doctor
  for fact in 'kernel +[0-9]' 'module sctp +[a-z]' 'system call filter +[a-z]' 'JDK +[0-9]+' 'native library +loads' \
    'kernel +(works|no): .+' 'userspace +works: ' 'net\.core\.rmem_max +[0-9]+ ' 'net\.sctp\.rto_min +.+'; do
    says doctor "^  $fact"
  done
  says doctor '^auto would choose: (kernel|userspace)$'
}

# None of them may boot a guest, which would take longer than their limit.
mistakes() {
  check load-help 0 timeout 30 ./sctp load --kernel $KERNEL --help
  says load-help '--kernel=SERIES'
  check peers-help 0 timeout 30 ./sctp peers --kernel $KERNEL --clock icount -h
  check kernels-help 0 timeout 30 ./sctp kernels --kernel $KERNEL --help
  check nightly-help 0 timeout 30 ./sctp nightly --kernel $KERNEL --help
  check no-version 0 ./sctp --version
  says no-version '^sctp-java [0-9]'
  local command
  # By day one of each kind: a command of the tool, and the scripts.
  for command in load ${SCTP_TEST_ALL:+capacity server client report merge compare kernels nightly history paths relay \
    peers jmh doctor} test stress fuzz lab; do
    check "$command-version" 0 ./sctp "$command" --version
    says "$command-version" '^sctp-java [0-9]'
  done
  for command in load client paths ${SCTP_TEST_ALL:+capacity server report merge compare kernels nightly history relay \
    peers jmh doctor}; do
    check "quick-help-$command" 0 timeout 5 ./sctp "$command" --help
    says "quick-help-$command" "^Usage: sctp $command"
  done
  check ascii 0 env LC_ALL=C COLUMNS=60 ./sctp load --provider tcp --rate max --duration 500ms --warmup 0s
  says ascii 'p99 us'
  says_not ascii '[^ -~]'
  check to-stdout 0 sh -c './sctp load --provider tcp --rate max --duration 500ms --warmup 0s --json - 2>/dev/null'
  says to-stdout '^\{ "verdict" : '
  check wrong-size 2 timeout 30 ./sctp load --size 5 --kernel $KERNEL
  says wrong-size 'size 5'
  check wrong-rate 2 ./sctp load --rate fast
  says wrong-rate 'neither a number nor max'
  refuses load-provider "no provider 'nonsense'" load --provider nonsense
  refuses load-provider-batch 'neither batches' load --provider jdk --batch 8
  refuses load-sizes "'100:x,200:0.5'" load --size 100:x,200:0.5
  refuses load-rate 'rate 0.0 is not above 0' load --rate 0
  refuses load-streams 'streams 65536 is not between' load --streams 65536
  refuses load-associations 'associations 0 is not between' load --associations 0
  refuses load-batch 'batch 5000 is not between' load --batch 5000
  refuses load-ppid 'ppid 4294967296 is not between' load --ppid 4294967296
  refuses load-loss '101%' load --loss 101%
  refuses load-fault "'down@1s\+1s' and 'down@1s\+2s' overlap" load --fault down@1s+1s --fault down@1s+2s
  refuses load-delay "'5' is not a duration" load --delay 5
  refuses load-duration 'must be above 0' load --duration 0s
  refuses load-mode "'sideways'" load --mode sideways
  refuses load-clock 'sundial' load --clock sundial
  refuses kernels-sysctl '--sysctl is NAME=VALUE' kernels --sysctl foo
  refuses kernels-provider "no provider 'nonsense'" kernels --provider nonsense
  refuses kernels-clock 'sundial' kernels --clock sundial
  refuses kernels-boots 'boots 0 is not between' kernels --boots 0
  refuses nightly-threshold "'p77=1'" nightly --threshold p77=1
  refuses peers-name "no peer 'nobody'" peers --peers nobody
  refuses peers-provider "no provider 'nonsense'" peers --provider nonsense
  refuses peers-size 'sizes 0 is not between' peers --sizes 0
  refuses peers-mode "no mode 'sideways'" peers --modes sideways
  refuses peers-combination 'none of the peers' peers --peers c --streams 9
  refuses jmh-pattern 'no benchmark matches' jmh NoSuchBenchmark
  refuses jmh-forks 'forks 0' jmh NoSuchBenchmark --forks 0
  # shellcheck disable=SC2086
  check wrong-kernel 1 ./sctp kernels --kernel 3.2 --boots 1 --out "$work/none" $TINY
  says wrong-kernel '3\.2'
  check few-boots 2 timeout 30 ./sctp nightly --boots 4
  check smoke-boots 2 timeout 30 ./sctp nightly --smoke --boots 5
  says smoke-boots '--smoke boots once'
  check compare-in-lab 2 timeout 30 ./sctp compare --kernel $KERNEL a b
  check tcp-batch 2 ./sctp load --provider tcp --batch 8
  says tcp-batch 'neither batches'
}

# refuses NAME PATTERN COMMAND...: a mistake in a guest's command must be reported before the guest is booted.
refuses() {
  local name=$1 pattern=$2
  shift 2
  check "$name" 2 timeout 30 ./sctp "$@" --kernel $KERNEL
  says "$name" "$pattern"
  says_not "$name" 'the lab counts instructions|^boot 1'
}

# Ctrl-C goes to all processes of the terminal's foreground job.
interrupt_a_load() (
  set -m
  # Background processes, which may include this script, ignore Ctrl-C.
  env --default-signal=INT ./sctp load --provider tcp --rate 200 --warmup 100ms --duration 5m --out "$work/cut" &
  until [ -e "$work/cut/intervals.hlog" ]; do sleep 0.1; done
  sleep 2
  kill -INT -- -$!
  wait $!
)

interrupt_a_server() (
  set -m
  env --default-signal=INT ./sctp server --provider tcp --bind 127.0.0.1:0 >"$work/serving" 2>&1 &
  until grep -q '^listening' "$work/serving"; do sleep 0.1; done
  kill -INT -- -$!
  wait $! || status=$?
  cat "$work/serving"
  exit "${status:-0}"
)

interrupt_a_relay() (
  set -m
  env --default-signal=INT ./sctp relay --to 127.0.0.1:9 --delay 5ms --loss 1% >"$work/relaying" &
  until grep -q '^relaying' "$work/relaying"; do sleep 0.1; done
  kill -INT -- -$!
  wait $! || status=$?
  cat "$work/relaying"
  exit "${status:-0}"
)

# shellcheck disable=SC2086
load_in_the_lab() {
  check load 0 ./sctp load --kernel $KERNEL $TINY --batch 16 --loss 5% --delay 5ms --fault delay=20ms@150ms+100ms \
    --out "$work/run" --json "$work/run.json"
  says load 'instructions, not as time'
  says load '^total +2[0-9]{2} +[0-9.]+ +[0-9.]+ +- +- ' # fewer than ten messages are above its p99
  wrote load "$work/run.json" '"loss" : 0.05'
  says load '^fault delay=20ms@150ms\+100ms: from 0\.[0-9]+ to 0\.[0-9]+ s on lo; '
  check packets-are-disturbed 0 packets_are_disturbed "$work/run.json"
  wrote load "$work/run/intervals.hlog" 'Tag=stream-3'
  wrote load "$work/run/report.html" 'echarts'
  wrote load "$work/run/heat.svg" '<svg'
}

# Each way takes the 5 ms by which every packet is delayed, so no round trip takes less than ten. Packets dropped by
# netem must be retransmitted.
packets_are_disturbed() {
  awk '
    /"latency_ns" :/ { times = 1 }
    times && /"p50" :/ { p50 = $3 + 0; times = 0 }
    /"snmp" :/ { counters = 1 }
    counters && /Retransmits" :/ { again += $3 }
    /}/ { counters = 0 }
    END { print "p50 " p50 " ns, retransmitted " again; exit !(p50 >= 10000000 && p50 < 1000000000 && again > 0) }' "$1"
}

# shellcheck disable=SC2086
in_a_guest() {
  local peer
  mkdir "$work/from-guest"
  check guest 0 env LAB_OUT="$work/from-guest" lab/lab run --kernel $OTHER_KERNEL --clock icount \
    --timeout 1500 -- scripts/commands-in-guest.sh $TINY
  says guest '^  module sctp +loaded'
  says guest '^  kernel +works: '
  says guest '^  net\.sctp\.rto_min +1000 +200 is better: '
  says guest '^auto would choose: kernel'
  says guest 'echo over kernel'
  says guest 'oneway over kernel'
  says guest 'echo over jdk'
  says guest '10 slowest of 65535 streams'
  wrote guest "$work/from-guest/client.json" '"clock_error_ns" : 0,'
  wrote guest "$work/from-guest/oneway.json" '"clock_error_ns" : [1-9]'
  wrote guest "$work/from-guest/streams.json" '"unordered" : true'
  for peer in plain c iperf3 ${SCTP_TEST_ALL:+dispatcher jdk batch netty c-info tcp}; do
    says guest "^round 1 +$peer +one-way"
    wrote guest "$work/from-guest/peers.json" "\"peer\" : \"$peer\""
  done
  # It is among the skipped peers, with the reason, if its library is not installed.
  wrote guest "$work/from-guest/peers.json" '"peer" : "usrsctp"'
  wrote guest "$work/from-guest/jmh.json" 'gc.alloc.rate.norm'
}

foreign_servers() {
  local server
  for server in freeDiameterd osmo-stp openssl; do
    command -v $server >/dev/null || { echo "left out: $server is not installed"; return 0; }
  done
  mkdir "$work/of-servers"
  check foreign 0 env LAB_OUT="$work/of-servers" lab/lab run --kernel $KERNEL --timeout 600 -- \
    scripts/foreign-servers-in-guest.sh
  wrote foreign "$work/of-servers/diameter.json" '"verdict" : "(VALID|NOISY.*)"'
  wrote foreign "$work/of-servers/diameter.json" '"requests" : [1-9]'
  wrote foreign "$work/of-servers/diameter.json" '"type" : "DWR"'
  wrote foreign "$work/of-servers/update.json" '"first_error" : "Result-Code 300[0-9]'
  wrote foreign "$work/of-servers/update.json" '"refused" : [1-9]'
  wrote foreign "$work/of-servers/m3ua.json" '"lost" : 0'
  wrote foreign "$work/of-servers/sua.json" '"protocol" : "sua"'
}

# shellcheck disable=SC2086
kernels() {
  kernels_run small --boots 1 $TINY
  says kernels-small 'instructions, not time'
  says kernels-small "^$KERNEL +against $OTHER_KERNEL +p50"
  wrote kernels-small "$work/kernels-small-run/kernels.json" '"unit" : "instructions"'
  wrote kernels-small "$work/kernels-small-run/report.html" 'echarts'
}

# The same twice, long enough for a comparison.
# shellcheck disable=SC2086
kernels_again() {
  kernels_run first --boots 3 $WARM
  kernels_run second --boots 3 $WARM
  check runs-repeat 0 runs_repeat "$work"/kernels-{first,second}-run/kernels.json
}

# kernels_run NAME OPTION...
kernels_run() {
  local name=$1
  shift
  check "kernels-$name" 0 ./sctp kernels --kernel $OTHER_KERNEL --kernel $KERNEL "$@" --out "$work/kernels-$name-run"
}

# Whether two runs agree to 0.5 % in each kernel's median and throughput, each the median over its boots. In about one
# boot of ten, every message takes some hundred instructions more.
runs_repeat() {
  boots "$1"
  boots "$2"
  paste <(boots "$1" | medians) <(boots "$2" | medians) | awk '
    {
      change = $6 / $3 - 1
      print $1, $2, $3, $6, 100 * change " %"
      if ($1 != $4 || $2 != $5 || change > 0.005 || change < -0.005) bad = 1
    }
    END { exit bad || NR != 4 }'
}

# Prints what each boot measured, as lines `KERNEL METRIC VALUE`.
boots() {
  awk '
    /"kernel" :/ { kernel = $3 }
    /"boot" :/ { boot = 1 }
    boot && /"(throughput_msgs_per_s|p50)" :/ { print kernel, $1, $3 + 0 }
    /"p50" :/ { boot = 0 }' "$1"
}

# Prints the median of each kernel's values.
medians() {
  sort -k 1,2 -k 3,3n | awk '
    { key = $1 " " $2 }
    key != last && NR > 1 { print last, values[int((count + 1) / 2)]; count = 0 }
    { values[++count] = $3; last = key }
    END { print last, values[int((count + 1) / 2)] }'
}

peers() {
  check peers 0 ./sctp peers --kernel $KERNEL --clock icount --peers plain,c --sizes 100 --modes one-way --rounds 1 \
    --warmup 0.3 --duration 0.1 --json "$work/peers.json" --html "$work/peers.html"
  wrote peers "$work/peers.json" '"ours" : "plain"'
  wrote peers "$work/peers.html" '<html'
}

smoke() {
  echo "tiny: $TINY" >"$work/matrix"
  check smoke 0 ./sctp nightly --smoke --kernel $KERNEL --matrix "$work/matrix" --label tests --out "$work/smoke-night"
  wrote smoke "$work/smoke-night/nightly.json" '"verdict" : "SMOKE"'
  wrote smoke "$work/smoke-night/report.html" 'echarts'
}

nights() {
  local runs=$KERNEL/tiny
  echo "tiny: $TINY" >"$work/matrix"
  check nightly 0 ./sctp nightly --kernel $KERNEL --matrix "$work/matrix" --baseline "$work/baseline" \
    --store "$work/nights.db" --label tests --out "$work/night"
  says nightly 'verdict: new baseline'
  wrote nightly "$work/night/nightly.json" '"verdict" : "NEW_BASELINE"'
  wrote nightly "$work/night/report.html" 'echarts'
  wrote nightly "$work/night/history.html" 'echarts'
  check history-of-nights 0 ./sctp history --store "$work/nights.db"
  says history-of-nights '^tiny on 6.12, tests +p50 +1 '
  check compare 0 ./sctp compare "$work/baseline/$runs" "$work/night/$runs"
  says compare '^no regression'
}

# Another night with the same load: it finds the baseline of the first, and nothing slower.
next_night() {
  check next-night 0 ./sctp nightly --kernel $KERNEL --matrix "$work/matrix" --baseline "$work/baseline" \
    --store "$work/nights.db" --label tests --out "$work/next"
  says next-night 'verdict: no regression'
  wrote next-night "$work/next/nightly.json" '"verdict" : "NO_REGRESSION"'
}

parts=("$@")
[ $# != 0 ] || parts=(
  nights next_night on_the_host load_in_the_lab in_a_guest foreign_servers kernels smoke kernels_again peers)
"$SCTP_HOME/sctp" doctor >"$work/doctor" 2>&1 || true # builds first if needed, before a command's time is limited
run_parts "${parts[@]}"
