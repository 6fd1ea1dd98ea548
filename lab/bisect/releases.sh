# shellcheck shell=bash
# Candidates of a bisection: the Debian kernels between two releases.

# Sets `names` (releases, from the good end to the bad one), `titles` and `subject`.
find_releases() {
  local first last name suite list=$work/releases
  require_lists
  listed_kernels >"$list"
  first=$(chosen_release "$good" "$flavour") || no_end
  last=$(chosen_release "$bad" "${flavour:-$(flavour_of "$first")}") || no_end
  [ "$first" != "$last" ] || wrong_call "both ends are $first"
  known_release "$first"
  known_release "$last"
  suite=$(suite_of "$first")
  [ "$suite" = "$(suite_of "$last")" ] || wrong_call "$first is of $suite and $last of $(suite_of "$last"):" \
    'both ends must be of one Debian release, since others have other compilers and configurations'
  mapfile -t names < <(awk -v flavour="$(flavour_of "$first")" -v suite="$suite" -v first="$first" -v last="$last" '
    function flavour_of(release) {
      return release ~ /-cloud-amd64$/ ? "cloud" : release ~ /-rt-amd64$/ ? "rt" : "generic"
    }
    $3 == suite && flavour_of($1) == flavour {
      if ($1 == first || $1 == last) ends++
      if (ends >= 1) print $1
      if (ends == 2) exit
    }' "$list")
  [ "${names[0]}" = "$first" ] || mapfile -t names < <(printf '%s\n' "${names[@]}" | tac)
  titles=()
  for name in "${names[@]}"; do titles+=("$name"); done
  subject="releases of $suite"
  [ "$(series_of "$first")" = "$(series_of "$last")" ] ||
    say 'the ends are of different series: a fix in both has a version in each, and the result may change several times'
}

# What follows `chosen_release ||`, which said why.
no_end() { stop_if_ended $?; exit "$STATUS_USAGE"; }

# The release for an end that the user names.
chosen_release() {
  if $only_cached && [[ $1 != *-amd64 ]]; then
    newest_release "$1" "${2:-generic}" <"$work/releases" | grep . || fail "the cache has no kernel '$1'"
  else
    resolve_release "$1" "$2"
  fi
}

require_lists() {
  require apt-cache || exit "$STATUS_LAB_FAILED"
  know_archive || say 'the lists of the Debian suites cannot be fetched; only known releases are checked'
}

# Prints all kernels, or those in the cache, oldest first, as lines `RELEASE VERSION DEBIAN-RELEASE`. Suites of one
# Debian release, such as bookworm-security and bookworm-backports, count as one.
listed_kernels() {
  { archived_kernels; cached_kernels; $only_cached || offered_kernels; } | awk '!seen[$1]++' |
    if $only_cached; then
      while read -r name rest; do [ ! -d "$(kernel_root "$name")" ] || echo "$name $rest"; done
    else
      cat
    fi | awk '{ sub(/-.*/, "", $3); print $1, $2, $3 == "" ? "unknown" : $3 }' | sort -V -k2,2 -k1,1
}

known_release() {
  local where=''
  ! $only_cached || where=' in the cache'
  [ -n "$(version_of "$1")" ] || wrong_call "no kernel $1$where: ./sctp lab kernels lists them"
}

version_of() { awk -v name="$1" '$1 == name { print $2 }' "$work/releases"; }

suite_of() { awk -v name="$1" '$1 == name { print $3 }' "$work/releases"; }

# Prints the compiler of a candidate that was fetched.
compiler_of_release() { compiler_of "$(kernel_root "$1")/boot/config-$1"; }

# Fetches a release and sets `kernel`. If that fails, `why` says so.
prepare_release() {
  local index=$1 name=${names[$1]} compiler
  attend "$SCTP_HOME/lab/lab" fetch "$name" >"$logs/fetch-$name.log" 2>&1
  [ "$status" = 0 ] || { why="cannot be fetched; $logs/fetch-$name.log"; return 1; }
  kernel=$name
  compiler=$(compiler_of_release "$name")
  compilers[index]=${compiler:-unknown}
  titles[index]="$name ($(version_of "$name"), ${compilers[index]})"
  # Both ends come first.
  [ "$index" = 0 ] || [ "$index" = "$last_index" ] || [ "${compilers[index]}" = "${compilers[0]}" ] ||
    [ "${compilers[index]}" = "${compilers[last_index]}" ] || {
    why="built by ${compilers[index]}, as neither end is"
    return 1
  }
}

# Says what is between two adjacent releases. Fails if that is not the kernel alone.
explain_releases() {
  local from to
  from=$(version_of "${names[$1]}") to=$(version_of "${names[$2]}")
  if [ "${compilers[$1]}" != "${compilers[$2]}" ]; then
    echo "The compiler changes with this step, too: ${compilers[$1]} and ${compilers[$2]}. Which of the two makes the" \
      'difference cannot be told apart.'
    return 1
  fi
  $only_cached && echo 'They are adjacent among the fetched kernels. There may be others between (without --cached).' ||
    echo "They are adjacent in Debian's lists, and both built by ${compilers[$1]}."
  [ "$(sort -V <<<"$from"$'\n'"$to" | sed -n 1p)" = "$from" ] || { local swapped=$from; from=$to to=$swapped; }
  from=${from%%-*} to=${to%%-*}
  if [ "$from" = "$to" ]; then
    echo "Both are Linux $from: the change is in Debian's patches or configuration."
  else
    echo "In Linux's stable tree: git log v${from/\~/-}..v${to/\~/-} -- net/sctp include/net/sctp"
  fi
}
