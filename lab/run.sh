# shellcheck shell=bash
# ./sctp lab run: runs one command in one guest.

# The caller's variables that the command gets. The list is short, so that a run depends on little and is repeatable.
readonly JAVA_VARIABLES='JAVA_HOME|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|MAVEN_OPTS'
readonly PASSED_VARIABLES="HOME|USER|LANG|LC_[A-Z]*|CI|$JAVA_VARIABLES|[A-Z]*SAN_OPTIONS|SCTP_.*"

# How long a guest may take to start and to stop, even on a busy machine.
readonly START_SECONDS=180 STOP_SECONDS=30 MOST_STARTS=3

# Mitigations of speculative execution and self-tests of ciphers only cost time in an emulator.
readonly KERNEL_OPTIONS='console=ttyS0 quiet panic=-1 mitigations=off cryptomgr.notests'

lab_run() {
  local wanted='' flavour='' clock=wall cpus='' memory=4096 timeout=900 network='' sysctls=()
  while [ $# != 0 ]; do
    case $1 in
      --kernel | --flavour | --clock | --cpus | --memory | --timeout | --sysctl | --network)
        [ $# -ge 2 ] || wrong_call "$1 needs a value" ;;
      --help | -h) usage; return ;;
      --) shift; break ;;
      -*) wrong_call "unknown option '$1'" ;;
      *) break ;;
    esac
    case $1 in
      --kernel) wanted=$2 ;;
      --flavour) one_of "$1" "$2" generic cloud rt; flavour=$2 ;;
      --clock) one_of "$1" "$2" wall icount; clock=$2 ;;
      --cpus) positive "$1" "$2"; cpus=$2 ;;
      --memory) positive "$1" "$2"; memory=$2 ;;
      --timeout) positive "$1" "$2"; timeout=$2 ;;
      --sysctl) setting "$1" "$2"; sysctls+=("$2") ;;
      --network) network=$2 ;;
    esac
    shift 2
  done
  [ $# != 0 ] || wrong_call 'no command to run'
  [ "$clock" = wall ] || [ "${cpus:-1}" = 1 ] || wrong_call 'the instruction clock counts one processor: --cpus 1'
  cpus=${cpus:-2}

  local release kernel_id image_id root packed kernel initramfs
  require_machine
  require_network
  prepare "$wanted" "$flavour"
  choose_transport
  make_folders
  boot "$@"
}

# Fetches and builds what the guests of each kernel need, before the first one starts. Prints each kernel's name.
lab_fetch() {
  local wanted release kernel_id image_id root packed kernel initramfs
  require_machine
  for wanted; do
    prepare "$wanted" ''
    ! kvm_boots || say "$kernel_id boots on KVM"
    echo "$kernel_id"
  done
}

require_machine() {
  [ "$(uname -sm)" = 'Linux x86_64' ] || fail "the lab runs on Linux on x86_64, not on $(uname -sm)"
  require qemu-system-x86_64 apt-get dpkg busybox cpio depmod modprobe xz zstd flock findmnt setpriv ip tc ||
    exit "$STATUS_LAB_FAILED"
  [ "$(id -u)" != 0 ] || have_apt_lists || quiet_apt update || fail 'apt has no package lists'
}

# Sets the kernel's `release`, `root` (its folder), `kernel_id` (unique among all kernels), `kernel` (the file that QEMU
# starts), `initramfs` and the emulator.
prepare() {
  if is_own_kernel "$1"; then
    [ -z "$2" ] || wrong_call "--flavour is for Debian's kernels"
    use_own_kernel "$1"
  else
    release=$(resolve_release "$1" "$2")
    fetch_kernel "$release"
    kernel_id=$release image_id=$release root=$(kernel_root "$release")
    packed=$root/boot/vmlinuz-$release
  fi
  initramfs=$(cached_initramfs) || fail "the initial file system of $kernel_id cannot be built"
  kernel=$(bootable_kernel "$packed" "$image_id")
  choose_emulator
}

one_of() {
  local option=$1 value=$2 choice
  shift 2
  for choice; do [ "$value" != "$choice" ] || return 0; done
  wrong_call "$option is one of $*, not '$value'"
}

positive() { [[ $2 =~ ^[1-9][0-9]{0,8}$ ]] || wrong_call "$1 is a positive number, not '$2'"; }

setting() { [[ $2 =~ ^[a-z0-9_.-]+=[[:graph:]\ ]+$ ]] || wrong_call "$1 is NAME=VALUE, not '$2'"; }

# Creates two folders: one that stays, with the console's log and, unless the caller chose another place, the command's
# files; and one for FIFOs and sockets, removed with this process. (A socket's path must be short; a project's may not
# be.)
make_folders() {
  local base=$SCTP_HOME/target/lab
  mkdir -p "$base"
  run=$(mktemp -d "$base/$(date +%Y%m%d-%H%M%S).XXXXXX")
  console=$run/console.log
  out=${LAB_OUT:-$run/out}
  mkdir -p "$out"
  work=$(mktemp -d "${TMPDIR:-/tmp}/lab.XXXXXX")
  trap end_processes EXIT
  trap 'exit 129' HUP
  trap interrupt INT
  trap 'exit 143' TERM
}

# The parameters of this run, as a second archive after the initial file system.
write_request() (
  local tree variable setting
  tree=$(mktemp -d)
  trap 'rm -rf "$tree"' EXIT
  mkdir "$tree/lab"
  cp "$LAB_HOME/guest/main" "$tree/lab/main"
  echo "$root/lib/modules/$release" >"$tree/lab/modules"
  [ -z "$network" ] || write_network >"$tree/lab/network"
  {
    env -0 | grep -zE "^($PASSED_VARIABLES)=" | while IFS= read -r -d '' variable; do
      printf 'export %q\n' "$variable"
    done
    printf 'export LAB_OUT=/run/lab/out LAB_KERNEL=%q LAB_CLOCK=%q\n' "$kernel_id" "$clock"
    for setting in "${sysctls[@]}"; do write_setting "${setting%%=*}" "${setting#*=}"; done
    printf 'cd %q || exit 125\nexec' "$SCTP_HOME"
    printf ' %q' "$@"
    echo
  } >"$tree/lab/command"
  cd "$tree" && find lab | cpio --quiet -o -H newc
)

# Prints the guest's command for one kernel setting. An invalid one ends the run.
write_setting() {
  printf 'echo %q >%q || { echo %q >&2; exit 125; }\n' "$2" "/proc/sys/${1//.//}" "lab: the kernel refuses $1=$2"
}

# The processes of this run, for end_processes: the guest and its servers.
guest='' helpers=()

end_processes() {
  kill -KILL ${guest:+"$guest"} "${helpers[@]}" 2>/dev/null || true
  rm -rf "$work"
}

# The first Ctrl-C asks the command to end, so that it can still report and bring back its results. The second one ends
# the guest.
interrupted=false
interrupt() {
  ! $interrupted && [ -n "$commanding" ] || exit 130
  interrupted=true
  say 'asking the command to end; Ctrl-C once more ends the guest'
  echo interrupt >&"$to_guest"
}

# Set while the command runs.
commanding=''

boot() {
  cp "$initramfs" "$work/initrd"
  write_request "$@" >>"$work/initrd"
  start_all
  commanding=yes
  await exit "$timeout" || {
    is_running "$guest" || lost_guest
    echo stop >&"$to_guest"
    say "the command did not finish in $timeout s and is ended; console log: $console"
    await exit "$STOP_SECONDS" || lost_guest
    answer=$STATUS_TIMEOUT
  }
  settle "$guest" "${readers[@]}"
  [ "$answer" != "$STATUS_LAB_FAILED" ] || say "the guest failed to run the command or to send its files"
  exit "$answer"
}

# Starts the guest and its servers, until the command starts. QEMU sometimes aborts while a guest with several
# processors maps its devices (`iotlb_to_section: Assertion`). The command has not started then, so starting again is
# safe.
start_all() {
  local attempt
  for ((attempt = 1; ; attempt++)); do
    mkfifo "$work"/{stdout,stderr,control.in,control.out,files}
    serve_files
    start_readers
    start_guest
    [ -z "$network" ] || connect_network
    exec {from_guest}<>"$work/control.out" {to_guest}<>"$work/control.in"
    ! await started "$START_SECONDS" || return 0
    ! is_running "$guest" && [ "$attempt" -lt "$MOST_STARTS" ] && aborted "$guest" || lost_guest
    say "the emulator aborted while the guest started; starting it again ($(tail -n 1 "$run/qemu.log"))"
    kill -KILL "${helpers[@]}" 2>/dev/null || true
    helpers=()
    exec {from_guest}<&- {to_guest}>&-
    rm -f "$work"/{stdout,stderr,control.in,control.out,files,files.sock}
  done
}

# Whether a process was ended by abort(3).
aborted() {
  local ended=0
  wait "$1" 2>/dev/null || ended=$?
  [ "$ended" = 134 ]
}

# Copies the guest's output and files to their destinations. The readers end with the guest.
start_readers() {
  readers=()
  setpriv --pdeathsig KILL cat "$work/stdout" & readers+=($!)
  setpriv --pdeathsig KILL cat "$work/stderr" >&2 & readers+=($!)
  setpriv --pdeathsig KILL tar -x --no-same-owner -C "$out" -f "$work/files" 2>"$run/tar.log" & readers+=($!)
  helpers+=("${readers[@]}")
}

start_guest() {
  # In a session of its own, as QEMU would end at the terminal's Ctrl-C.
  # shellcheck disable=SC2046 # lists of options
  setpriv --pdeathsig KILL setsid $(network_entry) "$emulator" "${emulator_options[@]}" \
    -M q35 $(accelerator_options "$clock" "$cpus") -m "$memory" \
    -nodefaults -no-user-config -display none -no-reboot -monitor none \
    -chardev "file,id=console,path=$console" -serial chardev:console \
    -kernel "$kernel" -initrd "$work/initrd" \
    -append "$KERNEL_OPTIONS lab_files=$file_transport${network:+ lab_network=yes}" \
    $(file_options) $(network_options) \
    -device virtio-serial-pci \
    -chardev "file,id=stdout,path=$work/stdout" -device virtserialport,name=stdout,chardev=stdout \
    -chardev "file,id=stderr,path=$work/stderr" -device virtserialport,name=stderr,chardev=stderr \
    -chardev "pipe,id=control,path=$work/control" -device virtserialport,name=control,chardev=control \
    -chardev "file,id=files,path=$work/files" -device virtserialport,name=files,chardev=files \
    </dev/null >>"$run/qemu.log" 2>&1 &
  guest=$!
}

is_running() { kill -0 "$1" 2>/dev/null; }

# The beginning of an incomplete line from the guest.
heard=''

# Waits this many seconds for a word from the guest, and stores the rest of its line in `answer`. A read that times out
# may have read the beginning of a line, which is kept for the next read.
await() {
  local wanted=$1 deadline=$((SECONDS + $2)) line
  while [ "$SECONDS" -lt "$deadline" ]; do
    is_running "$guest" || deadline=$SECONDS
    while IFS= read -r -t 1 -u "$from_guest" line || { heard+=$line; false; }; do
      line=$heard$line heard=''
      [ "${line%% *}" != "$wanted" ] || { answer=${line#"$wanted"} answer=${answer# }; return 0; }
    done
  done
  return 1
}

# Fails with the reason for the guest's silence.
lost_guest() {
  if grep -aq 'Kernel panic' "$console" 2>/dev/null; then
    fail "the kernel panicked; console log: $console"
  elif is_running "$guest"; then
    fail "the guest hangs; console log: $console"
  fi
  cat "$run/qemu.log" >&2
  fail "the guest ended without an exit status; console log: $console"
}

# Waits a limited time for processes to end by themselves.
settle() {
  local process deadline=$((SECONDS + STOP_SECONDS))
  for process; do
    while is_running "$process" && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.02; done
  done
}
