#!/usr/bin/env bash
# ./sctp fuzz: attacks the engine with inputs that Jazzer generates, guided by the code they reach.
set -euo pipefail

# shellcheck source=prerequisites.sh
. "$SCTP_HOME/scripts/prerequisites.sh"

# shellcheck source=build.sh
. "$SCTP_HOME/scripts/build.sh"

readonly MODULE=$SCTP_HOME/sctp-engine
readonly JAZZER=$MODULE/target/fuzz-lib
readonly SEEDS=$MODULE/src/test/resources/fuzz
readonly WORK=$MODULE/target/fuzz

usage() {
  cat <<'TEXT'
Usage: ./sctp fuzz [OPTION...] [-- LIBFUZZER_OPTION...]

Fuzzes the engine with Jazzer. The targets: `packet` gives one hostile packet to an engine in any state; `association`
is a whole association between misbehaving users on a misbehaving network; in `addresses`, addresses change and the peer
is an attacker that has the keys.

  --duration D   time for each target: a number with s, m or h (default: 60s)
  --target NAME  only this target; may be repeated

Inputs that reach new code are kept in sctp-engine/target/fuzz/TARGET for the next run. An input that breaks something
is written to sctp-engine/target/fuzz/findings. Move it to sctp-engine/src/test/resources/fuzz/TARGET: the unit tests
replay everything there.

Exit status: 0 if nothing broke; 1 if something did; 2 for a wrong call.
TEXT
}

targets=() duration=60 options=()

main() {
  while [ $# != 0 ]; do
    case $1 in
      --duration) duration=$(seconds "${2:?--duration needs a value}") || exit 2; shift 2 ;;
      --target)
        [ -d "$SEEDS/${2:?--target needs a value}" ] || { echo "sctp: no fuzz target '$2'" >&2; exit 2; }
        targets+=("$2")
        shift 2
        ;;
      --help | -h) usage; return ;;
      --) shift; options=("$@"); break ;;
      *) usage >&2; exit 2 ;;
    esac
  done
  [ ${#targets[@]} != 0 ] || targets=(packet association addresses)
  mkdir -p "$WORK/findings"
  ensure_built_with fuzz "$JAZZER"
  local target passed=0
  for target in "${targets[@]}"; do ! fuzz "$target" || passed=$((passed + 1)); done
  echo "$passed passed, $((${#targets[@]} - passed)) failed"
  [ $passed = ${#targets[@]} ]
}

# Converts 90, 90s, 5m or 1h to seconds.
seconds() {
  if [[ $1 =~ ^([0-9]+)([smh]?)$ ]]; then
    case ${BASH_REMATCH[2]} in
      m) echo $((BASH_REMATCH[1] * 60)) ;;
      h) echo $((BASH_REMATCH[1] * 3600)) ;;
      *) echo "${BASH_REMATCH[1]}" ;;
    esac
  else
    echo "sctp: '$1' is no duration; write 90s, 5m or 1h" >&2
    return 1
  fi
}

fuzz() {
  local target=$1 status=0 log
  log=$WORK/$target.log
  mkdir -p "$WORK/$target"
  printf 'Fuzzing %s for %d s\n' "$target" "$duration"
  # libFuzzer writes to the first folder of inputs, and only reads the others.
  java -Xmx1g -XX:+EnableDynamicAgentLoading \
    -cp "$MODULE/target/classes:$MODULE/target/test-classes:$(cat "$MODULE/target/test.classpath"):$JAZZER/*" \
    com.code_intelligence.jazzer.Jazzer \
    --target_class="io.sctp.engine.fuzz.${target^}Fuzz" \
    --instrumentation_includes='io.sctp.engine.**' \
    --disabled_hooks='com.code_intelligence.jazzer.sanitizers.*' \
    --reproducer_path="$WORK/findings" \
    -artifact_prefix="$WORK/findings/$target-" \
    -max_total_time="$duration" -timeout=20 -rss_limit_mb=3072 -print_final_stats=1 \
    "${options[@]}" "$WORK/$target" "$SEEDS/$target" >"$log" 2>&1 || status=$?
  if [ $status != 0 ]; then
    grep -vE '^(INFO|#)' "$log" | tail -n 60
    echo "FAILED: $target: $(grep -m 1 -E '^== |^ERROR|ALARM' "$log")"
    echo "sctp: fuzzing $target found something; see $log and $WORK/findings" >&2
    return 1
  fi
  sed -nE 's/^#[0-9]+\s+DONE\s+cov: ([0-9]+).*/  \1 edges of the code reached/p
    s/^(Done [0-9]+ runs in.*)/  \1/p' "$log"
}

main "$@"
