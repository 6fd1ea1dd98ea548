#!/usr/bin/env bash
# Runs a command of the Java tool (sctp-bench): in the lab if --kernel or --clock are given, or if this machine has no
# SCTP; otherwise here.
set -euo pipefail

# shellcheck disable=SC2153 # ./sctp sets SCTP_HOME
# shellcheck source=prerequisites.sh
. "$SCTP_HOME/scripts/prerequisites.sh"
# shellcheck source=build.sh
. "$SCTP_HOME/scripts/build.sh"

# The exit status of the tool if no SCTP provider works on this machine (EX_UNAVAILABLE of sysexits.h).
readonly STATUS_NO_SCTP=69

# The commands that need SCTP, and can therefore run in the lab.
readonly LAB_COMMANDS=' load capacity peers jmh '

# The commands that start the lab themselves, and have the lab's options.
readonly LAB_USERS=' kernels nightly '

# For a load in the guest: it is emulated, so optimizing compilation costs more than it gains, and a single compiler is
# more repeatable.
readonly GUEST_JVM=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC)

# As `./sctp doctor` advises. Otherwise the kernel looks at all associations of a socket after each message.
readonly GUEST_OF_PEERS=(--sysctl net.sctp.sndbuf_policy=1)

# Long enough for long loads on a busy machine. The user can press Ctrl-C.
readonly GUEST_SECONDS=14400

main() {
  local lab_options=() arguments=() status=0 disturbed=false explaining=false
  set_width
  tell_origin
  if [[ $LAB_USERS == *" $1 "* ]]; then
    ensure_built
    [[ " $* " != *' --help '* && " $* " != *' -h '* ]] || explain "$@"
    exec java -jar "$(tool_jar)" "$@"
  fi
  while [ $# != 0 ]; do
    case $1 in
      --help | -h | --version | -V) explaining=true; arguments+=("$1"); shift ;;
      --loss | --loss=* | --delay | --delay=*) disturbed=true; arguments+=("$1"); shift ;;
      --kernel | --clock | --sysctl) lab_options+=("$1" "${2:?"$1 needs a value"}"); shift 2 ;;
      --kernel=* | --clock=* | --sysctl=*) lab_options+=("${1%%=*}" "${1#*=}"); shift ;;
      *) arguments+=("$1"); shift ;;
    esac
  done
  ensure_built
  # Printing a text needs no kernel.
  ! $explaining || explain "${arguments[@]}"
  if [ ${#lab_options[@]} != 0 ] && [[ $LAB_COMMANDS != *" ${arguments[0]} "* ]]; then
    echo "sctp: --kernel, --clock and --sysctl are not for '${arguments[0]}'" >&2
    return 2
  fi
  [[ ${arguments[0]} = load || ${arguments[0]} = capacity ]] || disturbed=false
  # Packets may be dropped or delayed only in a guest.
  if [ ${#lab_options[@]} = 0 ] && ! $disturbed; then
    java -jar "$(tool_jar)" "${arguments[@]}" || status=$?
    if [ $status != $STATUS_NO_SCTP ] || [[ $LAB_COMMANDS != *" ${arguments[0]} "* ]]; then
      return $status
    fi
    echo 'sctp: running in the lab instead, on a kernel that has SCTP' >&2
  fi
  # A mistake is reported here, before a guest is booted.
  java -jar "$(tool_jar)" "${arguments[@]}" --check || return
  # An emulated machine is slow, and its speed depends on the host. The instruction clock does not.
  if [[ " ${lab_options[*]} " != *' --clock '* ]]; then
    lab_options+=(--clock icount)
    echo "sctp: the lab counts instructions: read 1 µs as 1,000 instructions, not as time (--clock wall for time)" >&2
  fi
  run_in_lab
}

# The origin of a result: the project's commit, whether the files differ from it, and the machine. The lab passes them
# on.
tell_origin() {
  export SCTP_HOST=${SCTP_HOST:-$(uname -n)}
  [ -e "$SCTP_HOME/.git" ] && [ -z "${SCTP_COMMIT:-}" ] || return 0
  SCTP_COMMIT=$(git -C "$SCTP_HOME" rev-parse HEAD 2>/dev/null) || return 0
  export SCTP_COMMIT SCTP_DIRTY=no
  git -C "$SCTP_HOME" diff --quiet HEAD 2>/dev/null || SCTP_DIRTY=yes
}

# Prints the help or the version, if requested, and exits.
explain() {
  if [ -e "$HELP_TEXTS/$1" ] && [ "${COLUMNS:-80}" -ge 80 ] &&
    [[ " $* " != *' --version '* && " $* " != *' -V '* ]]; then
    exec cat "$HELP_TEXTS/$1"
  fi
  exec java -jar "$(tool_jar)" "$@"
}

# Limits the output to the terminal's width, if it goes to one.
set_width() {
  local size
  if [ -t 1 ] && [ -z "${COLUMNS:-}" ]; then
    size=$(stty size 2>/dev/null </dev/tty) || return 0
    export COLUMNS=${size#* }
  fi
}

tool_jar() { ls "$SCTP_HOME"/sctp-bench/target/sctp-bench-*[!s].jar; }

# Brings the files that the command writes back from the guest, which discards all others.
run_in_lab() {
  local files guest=() wanted=() argument status=0 previous=''
  files=$(mktemp -d)
  # shellcheck disable=SC2064 # now, not then
  trap "rm -rf '$files'" EXIT
  for argument in "${arguments[@]}"; do
    # Standard output is the same on both sides.
    case $argument in
      - | *=-) previous='' ;;
    esac
    case $previous in
      --json | --out | --html) wanted+=("$argument"); argument=/run/lab/out/${#wanted[@]} ;;
    esac
    case $argument in
      *=-) ;;
      --json=* | --out=* | --html=*) wanted+=("${argument#*=}"); argument=${argument%%=*}=/run/lab/out/${#wanted[@]} ;;
    esac
    previous=$argument
    guest+=("$argument")
  done
  local jvm=()
  [[ ${arguments[0]} != load && ${arguments[0]} != capacity ]] || jvm=("${GUEST_JVM[@]}")
  [ "${arguments[0]}" != peers ] || lab_options=("${GUEST_OF_PEERS[@]}" "${lab_options[@]}")
  LAB_OUT=$files "$SCTP_HOME/lab/lab" run --timeout "$GUEST_SECONDS" "${lab_options[@]}" -- \
    env SCTP_TERMINAL="$([ ! -t 2 ] || echo yes)" java "${jvm[@]}" -jar "$(tool_jar)" "${guest[@]}" || status=$?
  local i
  for i in "${!wanted[@]}"; do
    [ -e "$files/$((i + 1))" ] || continue
    mkdir -p "$(dirname "${wanted[$i]}")"
    cp -R -T "$files/$((i + 1))" "${wanted[$i]}"
    # The guest would draw it slowly.
    [ ! -e "${wanted[$i]}/result.json" ] ||
      java -jar "$(tool_jar)" report "${wanted[$i]}/result.json" --html "${wanted[$i]}/report.html" \
        --charts "${wanted[$i]}" >/dev/null || return 1
  done
  return $status
}

main "$@"
