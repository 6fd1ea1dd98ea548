#!/usr/bin/env bash
# ./sctp stress: tests with jcstress how the dispatcher's threads pass messages to each other.
set -euo pipefail

# shellcheck source=prerequisites.sh
. "$SCTP_HOME/scripts/prerequisites.sh"

# shellcheck source=build.sh
. "$SCTP_HOME/scripts/build.sh"

readonly MODULE=$SCTP_HOME/sctp-dispatch
readonly JCSTRESS=$MODULE/target/stress-lib
readonly WORK=$MODULE/target/stress

usage() {
  cat <<'TEXT'
Usage: ./sctp stress [--duration D] [-- JCSTRESS_OPTION...]

Runs the jcstress tests of the dispatcher's rings and slots: two or three threads use one at the same time, millions of
times, with the code compiled in many ways. A test passes if every outcome is an allowed one.

  --duration D  total time, approximately: a number with s or m (default: 60s)

The report is in sctp-dispatch/target/stress/results/index.html.

Exit status: 0 if every outcome was allowed; 1 if one was not; 2 for a wrong call.
TEXT
}

duration=60 options=() class_path=''

main() {
  while [ $# != 0 ]; do
    case $1 in
      --duration)
        [[ ${2:?--duration needs a value} =~ ^([0-9]+)([sm]?)$ ]] || {
          echo "sctp: '$2' is no duration; write 60s or 5m" >&2
          exit 2
        }
        duration=${BASH_REMATCH[1]}
        [ "${BASH_REMATCH[2]}" != m ] || duration=$((duration * 60))
        shift 2
        ;;
      --help | -h) usage; return ;;
      --) shift; options=("$@"); break ;;
      *) usage >&2; exit 2 ;;
    esac
  done
  rm -rf "$WORK"
  mkdir -p "$WORK/classes" "$WORK/results"
  build
  stress
}

build() {
  ensure_built_with stress "$JCSTRESS"
  class_path="$MODULE/target/classes:$(cat "$MODULE/target/test.classpath"):$JCSTRESS/*"
  javac -d "$WORK/classes" -cp "$class_path" "$MODULE"/src/stress/java/io/sctp/dispatch/*.java || exit 1
}

stress() {
  local status=0 log=$WORK/log tests iterations
  tests=$(find "$MODULE/src/stress" -name '*Stress.java' | wc -l)
  # Each test runs twice for half a second, in a fork with and one without randomized compilation.
  iterations=$((duration / tests))
  # States hold direct memory, so few are created at a time.
  (cd "$WORK" && java -cp "$WORK/classes:$class_path" \
    org.openjdk.jcstress.Main -jvmArgs "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED" -r "$WORK/results" \
    -f 1 -fsm 1 -sc false -time 500 -iters "$((iterations > 0 ? iterations : 1))" -strideSize 64 -strideCount 10 \
    "${options[@]}") >"$log" 2>&1 || status=$?
  local planned passed
  read -r planned passed < <(
    sed -nE 's/.*Results: ([0-9]+) planned; ([0-9]+) passed,.*/\1 \2/p' "$log" | tail -n 1
  ) || true
  if [ $status != 0 ] || [ "${planned:-0}" -lt $((2 * tests)) ] || [ "$passed" != "$planned" ]; then
    tail -n 80 "$log"
    echo "sctp: a forbidden outcome, or no outcome; see $log" >&2
  fi
  echo "$((${passed:-0} / 2)) passed, $((tests - ${passed:-0} / 2)) failed"
  [ $status = 0 ] && [ "${passed:-0}" = "${planned:-1}" ] && [ "$planned" -ge $((2 * tests)) ]
}

main "$@"
