# shellcheck shell=bash
# Decides whether one kernel is good or bad, from CHECK's exit statuses or from its figures.

# Each verdict may be wrong with this probability.
readonly LEVEL=0.01 # tell_certainty prints it

# The figures of each candidate, separated by spaces, and the number of boots so far.
declare -a figures=() booted=()

# Fetches or builds a candidate and sets `kernel`; if that fails, `why` says so.
prepare() {
  say "preparing ${titles[$1]}"
  if [ -n "$git" ]; then prepare_commit "$1"; else prepare_release "$1"; fi
}

# Boots a candidate once and runs CHECK. Sets `status` and `log` (files `.out` and `.err`).
boot() {
  local index=$1
  [ $((SECONDS / 60)) -lt "$minutes" ] || out_of_limits "the time limit of $minutes minutes"
  booted[index]=$((${booted[index]:-0} + 1))
  log=$logs/${names[index]}-${booted[index]}
  say "booting ${titles[index]}, boot ${booted[index]}"
  LAB_OUT=$log.files attend "$SCTP_HOME/lab/lab" run --kernel "$kernel" "${lab_options[@]}" -- "${check[@]}" \
    >"$log.out" 2>"$log.err"
  # Most checks write no files.
  [ ! -d "$log.files" ] || rmdir "$log.files" 2>/dev/null || true
  [ "$status" -lt 128 ] ||
    fail "CHECK ended with status $status: from 128 on, CHECK itself is broken; see $log.out and $log.err"
  [ "$status" != 2 ] || ! grep -qx 'lab: ./sctp lab --help tells more' "$log.err" || {
    cat "$log.err" >&2
    exit "$STATUS_USAGE"
  }
}

panicked() { grep -q '^lab: the kernel panicked' "$log.err"; }

# The lab's reason, or what CHECK wrote last.
reason() { grep '^lab: ' "$log.err" | tail -n 1 | grep . || echo "see $log.out"; }

# Sets `verdict` of a prepared candidate to good, bad or skip, and `detail`.
judge_by_status() {
  local index=$1 boot
  for ((boot = 1; boot <= boots; boot++)); do
    boot "$index"
    case $status in
      0) ;;
      125)
        if panicked; then
          verdict=bad detail='the kernel panicked'
        else
          verdict=skip detail="status 125: $(reason)"
        fi
        return
        ;;
      *) verdict=bad detail="status $status"; return ;;
    esac
  done
  verdict=good detail="status 0$([ "$boots" = 1 ] || echo " in $boots boots")"
}

# Boots a candidate once and keeps its figure. Fails if there is none; `why` says so.
measure() {
  local index=$1 figure
  boot "$index"
  [ "$status" = 0 ] || { why="status $status: $(reason)"; return 1; }
  figure=$(awk 'NF { last = $0 } END { gsub(/^[ \t]+|[ \t\r]+$/, "", last); print last }' "$log.out")
  [[ $figure =~ ^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$ ]] || {
    why="the last line of CHECK's output is no number: '${figure:0:60}'; $log.out"
    return 1
  }
  figures[index]="${figures[index]:-}${figures[index]:+ }$figure"
}

# The level of each look at the figures of one candidate. All looks together keep to the whole.
level_of_looks() {
  awk -v looks=$(((most_boots + boots - 1) / boots)) -v level=$LEVEL 'BEGIN { print level / looks }'
}

# The same by figures: the distance from the middle between the ends decides.
judge_by_figures() {
  local index=$1 count=0 round word chance mean position level
  level=$(level_of_looks)
  while :; do
    for ((round = 0; round < boots && count < most_boots; round++, count++)); do
      measure "$index" || { verdict=skip detail=$why; return; }
    done
    read -r word chance mean position < <(statistics "$level" "${figures[index]}")
    detail="$mean, $position % of the way to the bad end ($count boots, p $(printf %.2g "$chance"))"
    positions[index]=$position
    [ "$word" = undecided ] || { verdict=$word; return; }
    [ "$count" -lt "$most_boots" ] || break
  done
  verdict=skip detail="cannot tell: $detail"
}

# statistics LEVEL [FIGURES]: compares the ends, or places figures between them.
statistics() {
  awk -v good="${figures[0]}" -v bad="${figures[last_index]}" -v step="${2:-}" -v sign="$sign" -v level="$1" \
    -f "$LAB_HOME/bisect/statistics.awk"
}
