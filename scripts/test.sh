#!/usr/bin/env bash
# ./sctp test: builds everything and tests it, on this machine and on real kernels.
set -euo pipefail

# shellcheck source=prerequisites.sh
. "$SCTP_HOME/scripts/prerequisites.sh"
# shellcheck source=build.sh
. "$SCTP_HOME/scripts/build.sh"

usage() {
  cat <<'TEXT'
Usage: ./sctp test [OPTION...]

Builds all modules, and runs the unit tests, 10,000 seeds of the engine's simulator, a minute of fuzzing and 40 seconds
of jcstress. Then runs the lab's own tests and, in the lab, the tests that need SCTP: all on one kernel with one JDK,
those of C code with the C library built with sanitizers; and those that depend on the kernel on another one with
another JDK. The newest series, which the file lab/newest-series names, runs only the tests that depend most on the
kernel. Ends with a summary.

  --quick          no fuzzing, jcstress and lab, and only the 400 simulator seeds of the unit tests
  --all            the long run for the night: a kernel of every series with each JDK, 100,000 seeds, ten minutes of
                   fuzzing for each target, ten minutes of jcstress, the commands' measurements in the lab twice, to
                   check that they repeat, and the jobs for loads from several machines
  --kernel SERIES  only this kernel; may be repeated (default: 6.1, 6.12 and the newest; with --all every series)
  --jdk MAJOR      only this JDK in the lab; may be repeated (default: 17 and 25)
  --no-sanitizers  no run with sanitizers

Exit status: 0 if everything passed; 1 if something failed or could not run; 2 for a wrong call.
TEXT
}

kernels=() newest='' jdks=() quick=false night=false sanitizers=true
summary=() failures=() passed=0 failed=0 skipped=0
began=0 # when the current part began
took='' # how long the part being recorded took, if others ran at the same time

main() {
  while [ $# != 0 ]; do
    case $1 in
      --quick) quick=true; shift ;;
      --all) night=true; shift ;;
      --kernel) kernels+=("${2:?--kernel needs a value}"); shift 2 ;;
      --jdk) jdks+=("${2:?--jdk needs a value}"); shift 2 ;;
      --no-sanitizers) sanitizers=false; shift ;;
      --help | -h) usage; return ;;
      *) usage >&2; exit 2 ;;
    esac
  done
  ! $night || export SCTP_TEST_ALL=yes # for the tests that only a night runs
  [ ${#kernels[@]} != 0 ] || choose_kernels
  [ ${#jdks[@]} != 0 ] || jdks=(17 25)

  prerequisites
  $quick || fetch_kernels
  unit_tests
  if ! $quick; then
    shell_scripts
    simulator_tests
    stressing
    side_by_side
  fi
  print_summary
  [ "$failed" = 0 ]
}

# By day two series and a part of the newest are tested, by night all that Debian has.
choose_kernels() {
  kernels=(6.1 6.12)
  if $night; then
    mapfile -t kernels < <("$SCTP_HOME/lab/lab" kernels | awk '$3 == "generic" { print $2 }' | sort -V -u)
    [ ${#kernels[@]} != 0 ] || { echo 'sctp: the list of Debian kernels cannot be fetched' >&2; exit 1; }
  else
    newest=$(cat "$SCTP_HOME/lab/newest-series")
  fi
}

# Records the result of one part: its name, and how many tests passed, failed and were skipped.
note() {
  summary+=("$(printf '%-46s %6d passed %4d failed %4d skipped %5d s' "$@" "${took:-$((SECONDS - began))}")")
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
}

print_summary() {
  # Also printed here, so that it is found next to the part's output.
  [ ${#failures[@]} = 0 ] || printf '\n== Failed\n'
  [ ${#failures[@]} = 0 ] || printf '%s\n' "${failures[@]}"
  printf '\n== Summary\n'
  printf '%s\n' "${summary[@]}"
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
}

# Begins a part. The summary shows how long it took.
heading() {
  began=$SECONDS
  printf '\n== %s\n' "$*"
}

# Installs everything first, before another part uses apt.
prerequisites() {
  require java javac mvn cmake cc make || exit 1
  $quick || require aarch64-linux-gnu-gcc tshark chromium /usr/lib/usrsctp/echo_server libsctp.so.1 iperf3 \
    shellcheck /usr/lib/python3/dist-packages/{prometheus_client,yaml} || exit 1
  # Installing these would start a service where there is systemd. Without them, the loads on them are left out.
  $quick || [ -d /run/systemd/system ] ||
    require freeDiameterd /usr/lib/freeDiameter/acl_wl.fdx osmo-stp openssl || exit 1
  ! $night || require slurmctld slurmd munged sbatch ansible-playbook unzip || exit 1
}

# Fetches the lab's kernels during the unit tests, which mostly wait. A kernel that cannot be fetched fails where it is
# used.
fetch_kernels() {
  setpriv --pdeathsig TERM "$SCTP_HOME/lab/lab" fetch "${kernels[@]}" ${newest:+"$newest"} >/dev/null 2>&1 </dev/null &
}

shell_scripts() {
  heading 'Shell scripts'
  if "$SCTP_HOME/scripts/check-shell.sh"; then
    note 'shell scripts' 1 0 0
  else
    note 'shell scripts' 0 1 0
  fi
}

unit_tests() {
  heading 'Build and unit tests'
  rm -f "$SCTP_HOME"/sctp-*/target/surefire-reports/TEST-*.xml
  local build=passed options=(-Dsctp.aarch64=auto)
  # The simulator's seeds have a part of their own, with more of them.
  $quick || options=(-Dsctp.aarch64=required -Dio.sctp.tck.required=usrsctp -Dsim.seeds=20 -Pfuzz -Pstress)
  # Modules that do not depend on each other are built in parallel.
  (cd "$SCTP_HOME" && mvn -B -T 2 "${options[@]}" verify) || build=failed
  count_reports 'unit tests' "$SCTP_HOME"/sctp-*/target/surefire-reports/TEST-*.xml
  if [ $build = failed ]; then
    note 'build' 0 1 0
    print_summary
    exit 1
  fi
  mkdir -p "$(dirname "$BUILT_MARK")"
  touch "$BUILT_MARK"
}

# Sums up JUnit's XML reports.
count_reports() {
  local name=$1
  shift
  read -r all bad left < <(sed -n 's/.*<testsuite \(.*\)>.*/\1/p' "$@" 2>/dev/null | awk '
    { tests += value("tests"); bad += value("failures") + value("errors"); left += value("skipped") }
    function value(key) { return match($0, key "=\"[0-9]+\"") ? substr($0, RSTART + length(key) + 2) + 0 : 0 }
    END { print tests + 0, bad + 0, left + 0 }')
  note "$name" $((all - bad - left)) "$bad" "$left"
  [ "$bad" = 0 ] || note_failures "$name" < <(failed_tests "$@")
}

# Prints each failed test of JUnit's XML reports, with the first line of its message.
failed_tests() {
  awk '
    /<testcase / { test = value("classname") "." value("name") }
    /<(failure|error)[ >]/ { print test ": " value("message") }
    function value(key) {
      return match($0, " " key "=\"[^\"]*") ? substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 3) : ""
    }
  ' "$@"
}

# Records the failures of one part, one per input line.
note_failures() {
  local line
  while read -r line; do failures+=("$1: $line"); done
}

stressing() {
  heading 'jcstress'
  local log
  log=$(mktemp)
  "$SCTP_HOME/scripts/stress.sh" --duration "$($night && echo 10m || echo 40s)" 2>&1 | tee "$log" || true
  count_last_line 'jcstress' "$log"
  rm -f "$log"
}

# Sums up outputs that end with a line `N passed, M failed`.
count_last_line() {
  local name=$1 log=$2 counts
  # Maven leaves colour codes at the start of the next line.
  counts=$(sed -nE 's/\x1b\[[0-9;]*m//g; s/^([0-9]+) passed, ([0-9]+) failed.*/\1 \2/p' "$log" | tail -n 1) || true
  if [ -n "$counts" ]; then
    # shellcheck disable=SC2086 # two numbers
    note "$name" $counts 0
    note_failures "$name" < <(grep -E '^FAILED[: ]' "$log")
  else
    note "$name (did not finish)" 0 1 0
  fi
}

# Runs the engine in many simulated networks. A failure prints the command that replays its seed.
simulator_tests() {
  heading 'Simulator'
  local module=$SCTP_HOME/sctp-engine seeds log failures_of_seeds
  seeds=$($night && echo 100000 || echo 10000)
  log=$(mktemp)
  if java -ea --add-opens java.base/jdk.internal.misc=ALL-UNNAMED \
    -cp "$module/target/test-classes:$module/target/classes:$(cat "$module/target/test.classpath")" \
    io.sctp.engine.sim.SimulationMain 0 "$seeds" >"$log" 2>&1; then
    note 'simulator seeds' "$seeds" 0 0
  else
    grep -E 'seed [0-9]+ failed at|^replay: ' "$log" || tail -n 40 "$log"
    failures_of_seeds=$(sed -nE 's/.* ([0-9]+) failures,.*/\1/p' "$log")
    note 'simulator seeds' $((seeds - ${failures_of_seeds:-seeds})) "${failures_of_seeds:-1}" 0
    note_failures 'simulator' < <(grep -oE 'seed [0-9]+ failed at.*' "$log")
  fi
  rm -f "$log"
}

# These parts run two at a time, since each mostly waits or has one thread. The output of a part is shown when it has
# ended. The longest go first, so that no processor idles at the end.
side_by_side() {
  parts=() # their names; what each left is in the folder of its number
  outcomes=$(mktemp -d)
  wait # for kernels that are still being fetched
  # Ctrl-C does not reach background processes.
  trap 'kill $(jobs -rp) 2>/dev/null || true; rm -rf "$outcomes"' EXIT
  kernel_tests
  begin 'lab' "$SCTP_HOME/lab/lab" test
  command_tests
  ! $night || begin 'jobs' "$SCTP_HOME/scripts/tests-of-jobs.sh"
  begin 'fuzzing' "$SCTP_HOME/scripts/fuzz.sh" --duration "$($night && echo 10m || echo 20s)"
  wait
  local number
  for number in "${!parts[@]}"; do judge "${parts[number]}" "$outcomes/$number"; done
}

readonly PARTS_AT_A_TIME=2

# begin NAME COMMAND...: runs a part in the background as soon as a slot is free.
begin() {
  local name=$1 outcome=$outcomes/${#parts[@]}
  shift
  parts+=("$name")
  while [ "$(jobs -rp | wc -l)" -ge $PARTS_AT_A_TIME ]; do wait -n || true; done
  heading "$name: started"
  mkdir "$outcome"
  {
    local status=0
    setpriv --pdeathsig TERM "$@" >"$outcome/log" 2>&1 || status=$?
    echo $status >"$outcome/status"
    echo $((SECONDS - began)) >"$outcome/seconds"
    heading "$name"
    cat "$outcome/log"
  } &
}

# The tests that depend most on the kernel: its defaults, options, errors and notifications.
readonly NEWEST_CLASSES='Kernel(OneToOne|Options|OptionWalk|Errors|Notifications|SendBuffers)'

# All kernels with all JDKs, and the newest kernel once with sanitizers. By day those tests are not run on it without.
kernel_tests() {
  local kernel jdk home mode last=''
  while read -r kernel jdk; do
    mode=plain
    if [ "$kernel" = "$last" ] || { ! $night && [ "$kernel" != "${kernels[-1]}" ]; }; then
      mode=again
    elif ! $night && $sanitizers && [ "$jdk" = "${jdks[-1]}" ]; then
      mode=rest
    fi
    if home=$(jdk_home "$jdk"); then
      kernel_test "kernel $kernel, JDK $jdk" "$kernel" "$home" "$mode"
      last=$kernel
    else
      echo "sctp: no JDK $jdk on this machine; install one, or choose others with --jdk" >&2
      note "kernel $kernel, JDK $jdk (no such JDK)" 0 1 0
    fi
  done < <(kernels_and_jdks)
  if [ -n "$newest" ] && ! "$SCTP_HOME/lab/lab" fetch "$newest" >/dev/null; then
    note "kernel $newest (not available: name another in lab/newest-series)" 0 0 1
  elif [ -n "$newest" ] && home=$(jdk_home "${jdks[0]}"); then
    kernel_test "kernel $newest, JDK ${jdks[0]}, a part" "$newest" "$home" plain "$NEWEST_CLASSES"
  fi
  # With the newest JDK, because only there can memory be freed while C uses it.
  jdk=${jdks[-1]}
  if $sanitizers && home=$(jdk_home "$jdk"); then
    if (cd "$SCTP_HOME/sctp-native" && cmake --preset asan-ubsan >/dev/null && cmake --build --preset asan-ubsan); then
      kernel_test "kernel ${kernels[-1]}, JDK $jdk, sanitizers" "${kernels[-1]}" "$home" sanitizers
      [ "$jdk" -lt 22 ] || begin 'sanitizers find faults' "$SCTP_HOME/scripts/tests-of-sanitizers.sh" "$home"
    else
      note "kernel ${kernels[-1]}, sanitizers (did not build)" 0 1 0
    fi
  fi
}

# Prints which kernel runs with which JDK, one pair per line: all combinations, or each once.
kernels_and_jdks() {
  local kernel jdk i most=$((${#kernels[@]} > ${#jdks[@]} ? ${#kernels[@]} : ${#jdks[@]}))
  if $night; then
    for kernel in "${kernels[@]}"; do
      for jdk in "${jdks[@]}"; do echo "$kernel $jdk"; done
    done
  else
    for ((i = 0; i < most; i++)); do echo "${kernels[i % ${#kernels[@]}]} ${jdks[i % ${#jdks[@]}]}"; done
  fi
}

kernel_test() {
  local name=$1 kernel=$2 home=$3 mode=$4 classes=${5:-}
  begin "$name" env LAB_OUT="$outcomes/${#parts[@]}/reports" \
    "$SCTP_HOME/lab/lab" run --kernel "$kernel" --timeout 1500 -- \
    scripts/tests-in-guest.sh "$home" "$mode" ${classes:+"$classes"}
}

command_tests() {
  local script=$SCTP_HOME/scripts/tests-of-commands.sh
  local campaigns=(smoke) boots=(load_in_the_lab)
  # A comparison takes at least five boots, and its repetition as many again.
  ! $night || campaigns=(kernels kernels_again nights next_night) boots=(load_in_the_lab peers)
  begin 'commands: nightly' "$script" "${campaigns[@]}"
  begin 'commands: server, client, load, peers, jmh' "$script" in_a_guest
  begin 'commands: load, peers, report, compare' "$script" on_the_host "${boots[@]}"
  begin 'commands: client, on servers of others' "$script" foreign_servers
}

# Counts the tests of a part in the lab, from JUnit's reports or from its last line.
judge() {
  local name=$1 outcome=$2 status
  status=$(cat "$outcome/status" 2>/dev/null || echo unknown)
  took=$(cat "$outcome/seconds" 2>/dev/null || echo 0)
  if [ ! -d "$outcome/reports" ]; then
    count_last_line "$name" "$outcome/log"
    return
  fi
  count_reports "$name" "$outcome"/reports/TEST-*.xml
  if [ "$status" != 0 ] && ! grep -qE '<(failure|error)' "$outcome"/reports/TEST-*.xml 2>/dev/null; then
    note "$name (ended with status $status)" 0 1 0
  fi
}

# Prints the home of the JDK with this major version.
jdk_home() {
  local home
  for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] && grep -qE "^JAVA_VERSION=\"$1[.\"]" "$home/release" 2>/dev/null && echo "$home" && return
  done
  return 1
}

main "$@"
