# shellcheck shell=bash
# The walk: verifies both ends, halves the range between them, and tells what it found.

# The candidates, from the good end to the bad one; their verdicts; those with which the result is known to change.
declare -a names=() titles=() compilers=() verdicts=() positions=()
lowest='' highest='' steps=0 last_index=0 kernel='' why='' twin='' verdict='' detail=''

bisect() {
  last_index=$((${#names[@]} - 1))
  say "$((last_index - 1)) $subject between the ends; the output of every boot is in $logs"
  verify_ends
  lowest=0 highest=$last_index
  while next_candidate; do
    [ "$steps" -lt "$most_steps" ] || out_of_limits "the limit of $most_steps steps"
    steps=$((steps + 1))
    judge "$next"
    case $verdict in
      good) lowest=$next ;;
      bad) highest=$next ;;
    esac
  done
  conclude
}

# Sets `next` to the unknown candidate nearest to the middle of the range. Fails if there is none.
next_candidate() {
  local middle=$(((lowest + highest) / 2)) distance
  for ((distance = 0; distance < highest - lowest; distance++)); do
    for next in $((middle - distance)) $((middle + distance)); do
      [ "$next" -le "$lowest" ] || [ "$next" -ge "$highest" ] || [ -n "${verdicts[next]:-}" ] || return 0
    done
  done
  return 1
}

# Sets and notes the verdict of a candidate.
judge() {
  local index=$1
  why='' twin=''
  if ! prepare "$index"; then
    verdict=skip detail=$why
  elif [ -n "$twin" ] && [ -n "${verdicts[twin]:-}" ]; then
    verdict=${verdicts[twin]} detail="the same module as ${titles[twin]}"
    positions[index]=${positions[twin]:-}
  elif $by_figure; then
    judge_by_figures "$index"
  else
    judge_by_status "$index"
  fi
  note "$index"
}

note() {
  verdicts[$1]=$verdict
  printf '%-5s %s: %s\n' "$verdict" "${titles[$1]}" "$detail" | tee -a "$logs/steps"
}

# Both ends must be what the user says.
verify_ends() {
  if $by_figure; then verify_figures; else verify_statuses; fi
}

prepare_end() {
  twin=''
  prepare "$1" || fail "${titles[$1]} $why"
  [ -z "$twin" ] || { say 'both ends build the same module: there is nothing to find'; exit "$STATUS_NOT_FOUND"; }
}

verify_statuses() {
  local first
  prepare_end 0
  judge_by_status 0
  note 0
  first=$verdict
  [ "$first" != skip ] || not_as_stated 'the good end cannot be checked'
  prepare_end "$last_index"
  judge_by_status "$last_index"
  note "$last_index"
  case $first/$verdict in
    good/bad) ;;
    */skip) not_as_stated 'the bad end cannot be checked' ;;
    bad/good) not_as_stated 'the ends are the wrong way round: exchange --good and --bad' ;;
    good/good) not_as_stated 'the bad end is good, too' ;;
    bad/bad) not_as_stated 'the good end is bad, too' ;;
  esac
}

verify_figures() {
  local word chance good_mean bad_mean kernels=() round index
  prepare_end 0
  kernels[0]=$kernel
  prepare_end "$last_index"
  kernels[last_index]=$kernel
  # In turn, so that a slow change of the machine does not look like a difference.
  for ((round = 0; round < boots; round++)); do
    for index in 0 "$last_index"; do
      kernel=${kernels[index]}
      measure "$index" || not_as_stated "${titles[index]} cannot be measured: $why"
    done
  done
  read -r word chance good_mean bad_mean < <(statistics $LEVEL)
  chance=$(printf %.2g "$chance")
  verdict=good detail="$good_mean ($boots boots: ${figures[0]})"
  note 0
  verdict=bad detail="$bad_mean ($boots boots: ${figures[last_index]}, p $chance)"
  [ "$word" = worse ] || verdict=skip
  note "$last_index"
  case $word in
    better) not_as_stated "the ends are the wrong way round: exchange --good and --bad$([ "$sign" = -1 ] ||
      echo ' (or is more better: --higher?)')" ;;
    alike) not_as_stated "the ends do not differ beyond noise (p $chance): more --boots or a longer CHECK may help" ;;
  esac
}

not_as_stated() {
  say "$@"
  exit "$STATUS_NOT_FOUND"
}

# Ends the walk before it is complete.
out_of_limits() {
  say "$1 is reached"
  tell_range
  exit "$STATUS_NOT_FOUND"
}

# Says how far the walk has come.
tell_range() {
  if [ -z "$lowest" ]; then
    echo 'Nothing is known yet.'
  else
    printf 'The result changes between\n  good  %s\n  bad   %s\n' "${titles[lowest]}" "${titles[highest]}"
    [ $((highest - lowest)) = 1 ] || echo "with $((highest - lowest - 1)) others between, which are not known."
  fi
}

conclude() {
  local result=0 index
  echo
  tell_range
  if [ $((highest - lowest)) != 1 ]; then
    echo 'They were skipped, so these two are not adjacent.'
    result=$STATUS_NOT_FOUND
  elif [ -n "$git" ]; then
    explain_commits "$lowest" "$highest"
  else
    explain_releases "$lowest" "$highest" || result=$STATUS_NOT_FOUND
  fi
  tell_certainty
  return "$result"
}

# Says how sure the result is.
tell_certainty() {
  local index count=0 share
  if ! $by_figure; then
    [ "$boots" != 1 ] || echo 'CHECK ran once on each kernel. If it is not always right, --boots N runs it N times.'
    return 0
  fi
  share=$((${positions[highest]:-100} - ${positions[lowest]:-0}))
  [ "$share" -ge 75 ] ||
    echo "This step is only $share % of the difference between the ends: others make the rest."
  for index in "${!verdicts[@]}"; do [ "${verdicts[index]}" = skip ] || count=$((count + 1)); done
  # The ends share one test.
  count=$((count - 1))
  echo "Each verdict is right with 99 %, and all $count together with at least $((100 - count)) %" \
    "(Welch's t-test; boots are independent)."
}
