# shellcheck shell=bash
# Tests of ./sctp bisect. No guest is booted: a lab made up here runs CHECK on this machine, and a cache made up here
# lists the kernels. CHECK knows the kernel by $LAB_KERNEL.

# Makes a project in `planted` whose lab is made up. Releases that $planted/gone names cannot be fetched, and those in
# $planted/compilers are built by another compiler than gcc 12.2.0.
plant_lab() {
  local number suite=backports
  planted=$work/${FUNCNAME[1]}
  cache=$planted/cache/sctp-java
  mkdir -p "$planted/lab" "$planted/tmp" "$cache/archive" "$cache/kernels"
  ln -s "$SCTP_HOME/lab"/{bisect,archive.sh,kernels.sh} "$planted/lab/"
  ln -s "$SCTP_HOME/scripts" "$planted/"
  touch "$planted"/{gone,compilers}
  {
    for number in {1..16}; do
      [ "$number" -lt 10 ] || suite=security
      echo "6.12.$number+deb12-amd64 6.12.$number-1~bpo12+1 bookworm-$suite"
      echo "6.12.$number+deb12-cloud-amd64 6.12.$number-1~bpo12+1 bookworm-backports"
      echo "6.12.$number+deb13-amd64 6.12.$number-1 trixie"
    done
  } >"$cache/archive/kernels"
  echo '6.12.16+deb12-amd64 6.12.16-1~bpo12+1' >"$cache/offered"
  cat >"$planted/lab/lab" <<'LAB'
#!/usr/bin/env bash
if [ "$1" = fetch ]; then
  ! grep -qx "$2" "$SCTP_HOME/gone" || { echo "lab: kernel $2 cannot be fetched" >&2; exit 125; }
  boot=$XDG_CACHE_HOME/sctp-java/kernels/$2/boot
  mkdir -p "$boot"
  compiler=$(awk -v name="$2" '$1 == name { print $2 }' "$SCTP_HOME/compilers")
  echo "CONFIG_CC_VERSION_TEXT=\"gcc-${compiler:-12} (Debian 1) ${compiler:-12.2.0}\"" >"$boot/config-$2"
  exit
fi
echo "${@//$'\n'/ }" >>"$SCTP_HOME/runs"
while [ "$1" != -- ]; do
  [ "$1" != --kernel ] || export LAB_KERNEL=$2
  shift
done
shift
status=0
trap 'kill $!; exit 143' TERM
"$@" & wait $! || status=$?
[ "$status" != 77 ] || { echo 'lab: the kernel panicked; console log: x' >&2; exit 125; }
exit "$status"
LAB
  chmod +x "$planted/lab/lab"
}

# Bisects in the planted lab; the rest is as for `lab`.
bisect() {
  status=0
  SCTP_HOME=$planted XDG_CACHE_HOME=$planted/cache TMPDIR=$planted/tmp PLANTED=$planted \
    "$planted/lab/bisect/run" "$@" >"$work/stdout" 2>"$work/stderr" </dev/null || status=$?
  [ -z "$(ls "$planted/tmp")" ] || broken "left in the temporary folder: $(ls "$planted/tmp")"
}

release() { echo "6.12.$1+deb12-amd64"; }

# expect_change GOOD BAD
expect_change() {
  [ "$(grep -A 2 -x 'The result changes between' "$work/stdout" | awk 'NR > 1 { print $1, $2 }')" = \
    "good $1"$'\n'"bad $2" ] || broken "not between $1 and $2"
}

# A CHECK that is bad from a version on.
bad_from() {
  # shellcheck disable=SC2016 # for the other shell
  check=(bash -c 'number=${LAB_KERNEL#6.12.} number=${number%%+*}
    case " $2 " in *" $number "*) exit 125 ;; esac
    [ "$number" -lt "$1" ] || exit 3' check "$1" "${2:-}")
}

should_bisect_releases_of_one_suite_by_exit_status() {
  local planted cache check
  plant_lab
  bad_from 11
  bisect --good "$(release 1)" --bad 6.12 --cpus 1 --sysctl net.sctp.rto_min=500 -- "${check[@]}"
  expect_status 0
  expect_change "$(release 10)" "$(release 11)"
  expect_word stdout 'adjacent in Debian'
  expect_word stdout 'git log v6.12.10..v6.12.11'
  expect_line stdout "bad   $(release 11) (6.12.11-1~bpo12+1, gcc 12.2.0): status 3"
  [ "$(wc -l <"$planted/runs")" -le 6 ] || broken 'more boots than halving takes'
  grep -q -- '--cpus 1 --sysctl net.sctp.rto_min=500 -- bash' "$planted/runs" || broken 'the options were not passed on'
  ! grep -qE 'deb13|cloud' "$planted/runs" || broken 'a kernel of another suite or flavour was booted'
  # A change for the better, with the good end newer; and a panic, which is bad.
  # shellcheck disable=SC2016 # for the other shell
  bisect --good "$(release 16)" --bad "$(release 1)" -- \
    bash -c 'number=${LAB_KERNEL#6.12.}; [ "${number%%+*}" -ge 5 ] || exit 77'
  expect_status 0
  expect_change "$(release 5)" "$(release 4)"
  expect_word stdout 'the kernel panicked'
}

should_bisect_around_kernels_that_are_skipped() {
  local planted cache check
  plant_lab
  bad_from 3 '8 9'
  release 7 >"$planted/gone"
  bisect --good "$(release 1)" --bad "$(release 16)" -- "${check[@]}"
  expect_status 0
  expect_change "$(release 2)" "$(release 3)"
  expect_word stdout 'skip '
  bad_from 9 '8 9'
  bisect --good "$(release 1)" --bad "$(release 16)" -- "${check[@]}"
  expect_status 1
  expect_change "$(release 6)" "$(release 10)"
  expect_word stdout 'with 3 others between'
  expect_word stdout 'not adjacent'
  bisect --good "$(release 1)" --bad "$(release 16)" --steps 1 -- "${check[@]}"
  expect_status 1
  expect_word stderr 'the limit of 1 steps'
  # Only what was fetched so far.
  rm -r "$cache/kernels"/{"$(release 9)","$(release 10)"}
  bad_from 9
  bisect --cached --good "$(release 1)" --bad 6.12 -- "${check[@]}"
  expect_change "$(release 8)" "$(release 11)"
  expect_word stdout 'adjacent among the fetched'
}

should_bisect_only_between_ends_that_are_as_stated() {
  local planted cache check
  plant_lab
  bad_from 11
  bisect --good "$(release 12)" --bad "$(release 3)" -- "${check[@]}"
  expect_status 1 && expect_word stderr 'the wrong way round'
  bisect --good "$(release 1)" --bad "$(release 3)" -- "${check[@]}"
  expect_status 1 && expect_word stderr 'the bad end is good, too'
  bisect --good "$(release 11)" --bad "$(release 13)" -- "${check[@]}"
  expect_status 1 && expect_word stderr 'the good end is bad, too'
  bisect --good 6.12 --bad "$(release 16)" -- "${check[@]}"
  expect_status 2 && expect_word stderr 'both ends are 6.12.16+deb12-amd64'
  bisect --good 6.12.99-amd64 --bad "$(release 16)" -- "${check[@]}"
  expect_status 2 && expect_word stderr 'no kernel 6.12.99-amd64'
  bisect --good 2.4 --bad "$(release 16)" -- "${check[@]}"
  expect_status 2 && expect_word stderr "no kernel '2.4'"
  bisect --good 6.12.1+deb13-amd64 --bad "$(release 16)" -- "${check[@]}"
  expect_status 2 && expect_word stderr 'of one Debian release'
  bisect --good "$(release 1)" --bad "$(release 16)" -- sh -c 'exit 130'
  expect_status 125 && expect_word stderr 'CHECK itself is broken'
  bisect --good "$(release 1)" --bad "$(release 16)"
  expect_status 2 && expect_word stderr 'no CHECK'
  bisect --good "$(release 1)" -- true
  expect_status 2 && expect_word stderr 'both --good and --bad'
  bisect --good "$(release 1)" --bad "$(release 16)" --figure --boots 2 -- true
  expect_status 2 && expect_word stderr '--boots 3 or more'
  bisect --good "$(release 1)" --bad "$(release 16)" --colour red -- true
  expect_status 2 && expect_word stderr "unknown option '--colour'"
  bisect --good "$(release 1)" --bad "$(release 16)" --module net/sctp -- true
  expect_status 2 && expect_word stderr 'are for commits'
}

should_not_bisect_between_compilers() {
  local planted cache check number
  plant_lab
  for number in {11..16}; do echo "$(release "$number") 14.2.0"; done >"$planted/compilers"
  echo "$(release 8) 13.1.0" >>"$planted/compilers"
  bad_from 11
  bisect --good "$(release 1)" --bad "$(release 16)" -- "${check[@]}"
  expect_status 1
  expect_change "$(release 10)" "$(release 11)"
  expect_word stdout 'gcc 12.2.0 and gcc 14.2.0. Which of the two makes the difference cannot be told apart.'
  expect_word stdout 'built by gcc 13.1.0, as neither end is'
  ! grep -q "kernel $(release 8)" "$planted/runs" || broken 'a kernel of a third compiler was booted'
}

# A CHECK whose figure is FIGURE, and FIGURE + STEP from a version on. Its noise of +-10 comes from the number of the
# boot.
figure_from() {
  # shellcheck disable=SC2016 # for the other shell
  check=(bash -c 'number=${LAB_KERNEL#6.12.} number=${number%%+*} boot=$(wc -l <"$PLANTED/runs")
    figure=$2
    [ "$number" -lt "$1" ] || figure=$(($2 + $3))
    [ "$number" != "${4:-}" ] || figure=$(($2 + $3 / 2))
    echo "not a figure"
    echo "$((figure + boot * 7919 % 21 - 10))"' check "$@")
}

should_bisect_by_figures_with_noise() {
  local planted cache check
  plant_lab
  figure_from 11 1000 30
  bisect --figure --good "$(release 1)" --bad "$(release 16)" -- "${check[@]}"
  expect_status 0
  expect_change "$(release 10)" "$(release 11)"
  expect_word stdout 'Each verdict is right with 99 %, and all 5 together with at least 95 %'
  expect_word stderr 'the lab counts instructions'
  grep -q -- '--clock icount' "$planted/runs" || broken 'not with the clock of instructions'
  [ "$(head -n 2 "$planted/runs" | grep -c "kernel $(release 1) ")" = 1 ] || broken 'the ends did not take turns'
  # More is better, and one kernel in the middle between the ends cannot be told.
  rm "$planted/runs"
  figure_from 7 1000 -40 6
  bisect --higher --clock wall --boots 3 --most-boots 6 --good "$(release 1)" --bad "$(release 16)" -- "${check[@]}"
  expect_status 1
  expect_change "$(release 5)" "$(release 7)"
  expect_word stdout 'cannot tell: '
  expect_word stdout '(6 boots, p '
}

should_not_bisect_by_figures_that_do_not_differ() {
  local planted cache check
  plant_lab
  figure_from 11 1000 2
  bisect --figure --good "$(release 1)" --bad "$(release 16)" -- "${check[@]}"
  expect_status 1 && expect_word stderr 'do not differ beyond noise'
  figure_from 11 1000 -40
  bisect --figure --good "$(release 1)" --bad "$(release 16)" -- "${check[@]}"
  expect_status 1 && expect_word stderr 'the wrong way round'
  bisect --figure --good "$(release 1)" --bad "$(release 16)" -- echo 12 ms
  expect_status 1 && expect_word stderr "no number: '12 ms'"
}

# The values are those of printed tables of Student's distribution.
should_bisect_with_the_right_statistics() {
  awk "$(sed '/^BEGIN/,/^}/d' "$SCTP_HOME/lab/bisect/statistics.awk")"'
    BEGIN {
      split("31.821 1 6.965 2 3.365 5 2.764 10 2.457 30", table, " ")
      for (i = 1; i <= 10; i += 2) if ((p = survival(table[i], table[i + 1])) < 0.00999 || p > 0.01001) bad = 1
      exit bad || survival(0, 5) != 0.5
    }' || broken 'another probability'
  local awk=(awk -v good='100 101 99 100 100' -v sign=1 -v level=0.01 -f "$SCTP_HOME/lab/bisect/statistics.awk")
  # Welch's t is 6.708 with 8 degrees of freedom.
  "${awk[@]}" -v bad='103 104 103 102 103' >"$work/stdout"
  expect_line stdout 'worse 7.57102e-05 100 103'
  # Equal figures of an instruction counter.
  awk=(awk -v good='100 100' -v bad='103 103' -v sign=1 -v level=0.01 -f "$SCTP_HOME/lab/bisect/statistics.awk")
  "${awk[@]}" -v step='101 101' >"$work/stdout"
  expect_line stdout 'good 0 101 33'
}

# A tree of 12 commits whose module says which it is. Commit 5 does not build, commit 6 changes no module, commit 8 is a
# merge, and the result changes with commit 9.
plant_tree() {
  local number
  tree=$planted/tree
  git init -q -b main "$tree"
  git -C "$tree" config user.name Tester
  git -C "$tree" config user.email tester@example.org
  mkdir "$tree/net"
  printf '#!/bin/sh\ntouch "$PWD/../hook-ran"\n' >"$tree/.git/hooks/post-checkout"
  chmod +x "$tree/.git/hooks/post-checkout"
  for number in {1..12}; do
    if [ "$number" = 8 ]; then
      git -C "$tree" checkout -q -b side HEAD~2
      echo other >"$tree/other"
      git -C "$tree" add other
      git -C "$tree" commit -q -m 'from the side'
      git -C "$tree" checkout -q main
      git -C "$tree" merge -q --no-ff -m 'commit 8' side
      continue
    fi
    case $number in
      5) echo broken >"$tree/net/source" ;;
      6) echo 4 >"$tree/net/source"; echo text >"$tree/text" ;;
      *) echo "$number" >"$tree/net/source" ;;
    esac
    git -C "$tree" add .
    git -C "$tree" commit -q -m "commit $number"
  done
  rm -f "$planted/hook-ran"
  echo 'not committed' >>"$tree/net/source"
}

# Commit number N of the tree.
commit() { git -C "$tree" log -1 --format=%H --grep "^commit $1\$" main; }

titled() { git -C "$tree" log -1 --format='%h %s' "$(commit "$1")"; }

# Where it is, what is not committed, and its worktrees.
state_of_tree() {
  git -C "$tree" status --porcelain --branch
  git -C "$tree" worktree list
  cat "$tree/net/source"
}

build='! grep broken net/source && cp net/source net/sctp.ko'

should_bisect_planted_commits() {
  local planted cache check tree before
  plant_lab
  plant_tree
  before=$(state_of_tree)
  # shellcheck disable=SC2016 # for the other shell
  check=(sh -c '[ "$(cat "$LAB_KERNEL/sctp.ko")" -lt 9 ]')
  bisect --git "$tree" --module net --build "$build" --good "$(commit 1)" --bad main -- "${check[@]}"
  expect_status 0
  grep -A 1 -x 'The commit is:' "$work/stdout" | grep -qx "$(commit 9)" || broken 'another commit'
  # Over a commit that does not build, and one with the module of another.
  # shellcheck disable=SC2016 # for the other shell
  bisect --git "$tree" --module net --build "$build" --good "$(commit 3)" --bad "$(commit 7)" -- \
    sh -c '[ "$(cat "$LAB_KERNEL/sctp.ko")" -lt 7 ]'
  expect_status 0
  grep -A 1 -x 'The commit is:' "$work/stdout" | grep -qx "$(commit 7)" || broken 'another commit'
  expect_word stdout 'commit 5: does not build'
  expect_line stdout "good  $(titled 6): the same module as $(titled 4)"
  # shellcheck disable=SC2016 # for the other shell
  bisect --git "$tree" --module net --build "$build" --good "$(commit 7)" --bad "$(commit 3)" --figure -- \
    cat '/dev/null'
  expect_status 1
  expect_word stderr 'no number'
  [ "$before" = "$(state_of_tree)" ] || broken "the user's tree changed"
  [ ! -e "$planted/hook-ran" ] || broken "the user's hook ran"
}

should_bisect_only_commits_along_one_line() {
  local planted cache tree
  plant_lab
  plant_tree
  bisect --git "$tree" --module net --build "$build" --good "$(commit 4)" --bad "$(commit 6)" -- true
  expect_status 1 && expect_word stderr 'both ends build the same module'
  bisect --git "$tree" --module net --build "$build" --good side --bad main -- true
  expect_status 2 && expect_word stderr 'not along first parents'
  bisect --git "$tree" --module net --build "$build" --good "$(commit 7)" --bad side -- true
  expect_status 2 && expect_word stderr 'an ancestor of the other'
  bisect --git "$tree" --module net --build "$build" --good nonsense --bad main -- true
  expect_status 2 && expect_word stderr "no revision 'nonsense'"
  bisect --git "$tree" --module net --build "$build" --good main --bad main -- true
  expect_status 2 && expect_word stderr 'both ends are commit'
  bisect --git "$planted/none" --build "$build" --good a --bad b -- true
  expect_status 2 && expect_word stderr 'no git tree'
  bisect --git "$tree" --kernel 0.0.1-amd64 --good "$(commit 1)" --bad main -- true
  expect_status 2 && expect_word stderr 'apt-get install linux-headers-0.0.1-amd64'
  bisect --git "$tree" --module net --build "$build" --good "$(commit 5)" --bad main -- true
  expect_status 125 && expect_word stderr 'commit 5 does not build'
}

should_clean_up_a_bisection_that_is_interrupted() {
  local planted cache tree signal run tries
  plant_lab
  plant_tree
  for signal in INT TERM; do
    : >"$work/stderr"
    SCTP_HOME=$planted XDG_CACHE_HOME=$planted/cache TMPDIR=$planted/tmp \
      env --default-signal=INT "$planted/lab/bisect/run" --git "$tree" --module net --build "$build" \
      --good "$(commit 1)" --bad main -- sleep 98765 >"$work/stdout" 2>"$work/stderr" </dev/null &
    run=$!
    for ((tries = 0; tries < 200; tries++)); do grep -q ', boot 1' "$work/stderr" && break || sleep 0.1; done
    sleep 0.5
    kill -"$signal" $run
    status=0
    wait $run || status=$?
    [[ $signal/$status == INT/130 || $signal/$status == TERM/143 ]] || broken "status $status after SIG$signal"
    expect_line stderr 'Nothing is known yet.'
    [ -z "$(ls "$planted/tmp")" ] || broken 'files stay in the temporary folder'
    [ "$(git -C "$tree" worktree list | wc -l)" = 1 ] || broken 'a worktree stays'
    ! pgrep -f 'sleep 98765' >/dev/null || broken 'CHECK still runs'
  done
}

# Whoever ends all processes one after another, as a service manager does, may end git first.
should_not_take_a_program_that_was_ended_for_a_wrong_call() {
  local planted cache tree
  plant_lab
  plant_tree
  mkdir "$planted/bin"
  # shellcheck disable=SC2016 # for the script
  printf '%s\n' '#!/bin/sh' 'case "$*" in *"$ENDED_AT"*) kill -TERM $$ ;; esac' 'exec /usr/bin/git "$@"' \
    >"$planted/bin/git"
  chmod +x "$planted/bin/git"
  for ENDED_AT in --git-dir --show-toplevel --verify; do
    ENDED_AT=$ENDED_AT PATH=$planted/bin:$PATH bisect --git "$tree" --module net --build "$build" \
      --good "$(commit 1)" --bad main -- true
    expect_status 143
    expect_word stderr 'interrupted'
  done
}
