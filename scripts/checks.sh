# shellcheck shell=bash
# For scripts that test commands: checks of what a command does, and their count. Include it, then end with
# `run_parts PART...`.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check NAME STATUS COMMAND...: runs a command. Its output is then in $work/NAME.
check() {
  local name=$1 wanted=$2 status=0
  shift 2
  "$@" >"$work/$name" 2>&1 </dev/null || status=$?
  [ "$status" = "$wanted" ] || { failed "$name: status $status instead of $wanted" "$name"; return 0; }
  echo "ok: $name"
}

# says NAME PATTERN: the output of a command must match.
says() { grep -qE -- "$2" "$work/$1" && echo "ok: $1 says '$2'" || failed "$1 does not say '$2'" "$1"; }

# says_not NAME PATTERN: the output must not match.
says_not() { grep -qE -- "$2" "$work/$1" && failed "$1 says '$2'" "$1" || echo "ok: $1 does not say '$2'"; }

# wrote NAME FILE PATTERN: a file written by a command must match.
wrote() {
  grep -qE -- "$3" "$2" 2>/dev/null && echo "ok: $1 wrote $(basename "$2")" || failed "$1: no '$3' in $2" "$1"
}

failed() {
  echo "FAILED: $1"
  tail -n 25 "$work/$2" | sed 's/^/    /'
}

# run_parts PART...: runs functions, and ends with a line `N passed, M failed` and a status that says if all passed.
run_parts() {
  local part passed bad
  for part; do "$part" | tee -a "$work/log"; done
  passed=$(grep -c '^ok: ' "$work/log") || true
  bad=$(grep -c '^FAILED: ' "$work/log") || true
  echo "$passed passed, $bad failed"
  [ "$bad" = 0 ]
}
