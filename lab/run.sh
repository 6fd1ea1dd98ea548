# shellcheck shell=bash
# ./sctp lab run: one command in one guest.

# The caller's variables that the command sees too. A short list, so that a run depends on little and repeats well.
readonly PASSED_VARIABLES='HOME|USER|LANG|LC_[A-Z]*|CI|JAVA_HOME|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|MAVEN_OPTS|[A-Z]*SAN_OPTIONS|SCTP_.*'

lab_run() {
  local series='' flavour='' clock=wall cpus='' memory=4096 timeout=900
  while [ $# != 0 ]; do
    case $1 in
      --kernel | --flavour | --clock | --cpus | --memory | --timeout)
        [ $# -ge 2 ] || wrong_call "$1 needs a value" ;;
      --help | -h) usage; return ;;
      --) shift; break ;;
      -*) wrong_call "unknown option '$1'" ;;
      *) break ;;
    esac
    case $1 in
      --kernel) series=$2 ;;
      --flavour) one_of "$1" "$2" generic cloud rt; flavour=$2 ;;
      --clock) one_of "$1" "$2" wall icount; clock=$2 ;;
      --cpus) positive "$1" "$2"; cpus=$2 ;;
      --memory) positive "$1" "$2"; memory=$2 ;;
      --timeout) positive "$1" "$2"; timeout=$2 ;;
    esac
    shift 2
  done
  [ $# != 0 ] || wrong_call 'no command to run'
  [ "$clock" = wall ] || [ "${cpus:-1}" = 1 ] || wrong_call 'the instruction clock counts one processor: --cpus 1'
  cpus=${cpus:-2}

  [ "$(uname -sm)" = 'Linux x86_64' ] || fail "the lab runs on Linux on x86_64, not on $(uname -sm)"
  require qemu-system-x86_64 apt-get dpkg busybox cpio depmod modprobe xz flock setpriv ip tc ||
    exit "$STATUS_LAB_FAILED"
  [ "$(id -u)" != 0 ] || have_apt_lists || quiet_apt update || fail 'apt has no package lists'

  local release initramfs
  release=$(resolve_release "$series" "$flavour")
  fetch_kernel "$release"
  initramfs=$(initramfs_of "$release") || fail "the initial file system of $release cannot be built"
  make_run_folder
  boot "$@"
}

one_of() {
  local option=$1 value=$2 choice
  shift 2
  for choice; do [ "$value" != "$choice" ] || return 0; done
  wrong_call "$option is one of $*, not '$value'"
}

positive() { [[ $2 =~ ^[1-9][0-9]{0,8}$ ]] || wrong_call "$1 is a positive number, not '$2'"; }

# A folder for this run: FIFOs to the guest, the console's log and, unless the caller chose another, the files.
make_run_folder() {
  local base=$SCTP_HOME/target/lab
  mkdir -p "$base"
  run=$(mktemp -d "$base/$(date +%Y%m%d-%H%M%S).XXXXXX")
  out=${LAB_OUT:-$run/out}
  mkdir -p "$out"
  console=$run/console.log
  mkfifo "$run"/{stdout,stderr,control.in,control.out,files}
}

# What the guest needs to know about this run, as a second archive behind the initial file system.
write_request() (
  tree=$(mktemp -d)
  trap 'rm -rf "$tree"' EXIT
  mkdir "$tree/lab"
  cp "$LAB_HOME/guest/main" "$tree/lab/main"
  echo "$(kernel_root "$release")/lib/modules/$release" >"$tree/lab/modules"
  {
    env -0 | grep -zE "^($PASSED_VARIABLES)=" | while IFS= read -r -d '' variable; do
      printf 'export %q\n' "$variable"
    done
    printf 'export LAB_OUT=/run/lab/out LAB_KERNEL=%q LAB_CLOCK=%q\n' "$release" "$clock"
    printf 'cd %q || exit 125\nexec' "$SCTP_HOME"
    printf ' %q' "$@"
    echo
  } >"$tree/lab/command"
  cd "$tree" && find lab | cpio --quiet -o -H newc
)

boot() {
  local helpers=() qemu status=''
  cp "$initramfs" "$run/initrd"
  write_request "$@" >>"$run/initrd"

  setpriv --pdeathsig KILL cat "$run/stdout" & helpers+=($!)
  setpriv --pdeathsig KILL cat "$run/stderr" >&2 & helpers+=($!)
  setpriv --pdeathsig KILL tar -x --no-same-owner -C "$out" -f "$run/files" 2>"$run/tar.log" & helpers+=($!)
  # shellcheck disable=SC2046 # a list of options
  setpriv --pdeathsig KILL qemu-system-x86_64 -M q35 $(accelerator_options "$clock" "$cpus") -cpu max -m "$memory" \
    -nodefaults -no-user-config -display none -no-reboot -monitor none \
    -chardev "file,id=console,path=$console" -serial chardev:console \
    -kernel "$(kernel_root "$release")/boot/vmlinuz-$release" -initrd "$run/initrd" \
    -append "console=ttyS0 quiet panic=-1 mitigations=off lab.root=$(root_transport "$release")" \
    -fsdev local,id=host,path=/,security_model=none,readonly=on,multidevs=remap \
    -device virtio-9p-pci,fsdev=host,mount_tag=host \
    -device virtio-serial-pci \
    -chardev "file,id=stdout,path=$run/stdout" -device virtserialport,name=stdout,chardev=stdout \
    -chardev "file,id=stderr,path=$run/stderr" -device virtserialport,name=stderr,chardev=stderr \
    -chardev "pipe,id=control,path=$run/control" -device virtserialport,name=control,chardev=control \
    -chardev "file,id=files,path=$run/files" -device virtserialport,name=files,chardev=files \
    </dev/null >"$run/qemu.log" 2>&1 &
  qemu=$!
  trap 'kill -KILL "$qemu" "${helpers[@]}" 2>/dev/null || true; rm -f "$run"/{initrd,stdout,stderr,control.*,files}' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP

  exec {from_guest}<>"$run/control.out" {to_guest}<>"$run/control.in"
  await_status "$timeout" || {
    if ! kill -0 "$qemu" 2>/dev/null; then
      lost_guest
    fi
    echo stop >&"$to_guest"
    await_status "$STOP_GRACE_SECONDS" || true
    status=$STATUS_TIMEOUT
    say "the command did not finish in $timeout s and was ended; console log: $console"
  }
  settle "$qemu"
  settle "${helpers[@]}"
  [ "$status" != "$STATUS_LAB_FAILED" ] || say "the guest could not run the command; console log: $console"
  exit "$status"
}

# How long a guest has to end the command and send its files once time is up, or to switch off.
readonly STOP_GRACE_SECONDS=15

# Waits so many seconds for the guest to say how the command ended.
await_status() {
  local deadline=$((SECONDS + $1)) word
  while [ "$SECONDS" -lt "$deadline" ]; do
    if read -r -t 1 -u "$from_guest" word status; then
      [ "$word" != exit ] || return 0
    fi
    kill -0 "$qemu" 2>/dev/null || { read -r -t 0.1 -u "$from_guest" word status && [ "$word" = exit ]; return; }
  done
  status=
  return 1
}

lost_guest() {
  if grep -aq 'Kernel panic' "$console"; then
    fail "the kernel panicked; console log: $console"
  fi
  [ ! -s "$run/qemu.log" ] || cat "$run/qemu.log" >&2
  fail "the guest ended without an exit status; console log: $console"
}

# Waits for processes to end by themselves, but not for ever.
settle() {
  local process deadline=$((SECONDS + STOP_GRACE_SECONDS))
  for process; do
    while kill -0 "$process" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.05; done
  done
}
