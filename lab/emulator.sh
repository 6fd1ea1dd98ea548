# shellcheck shell=bash
# Chooses the QEMU that runs the guest, and KVM if it really boots, otherwise emulation.

# The first QEMU that locks a page of guest code before translating it. Older ones can run stale translations when
# processors are emulated in parallel, which crashes JVMs, as they compile code all the time.
readonly PARALLEL_SINCE=8.1

# How long a kernel may take to reach its first process for KVM to count as working. Normally it takes one second.
readonly PROBE_SECONDS=15

# This file exists if KVM needs a guest kernel that supports it (kvm_pvm).
readonly PARAVIRTUAL_KVM=/sys/module/kvm_pvm

# Sets `emulator` (a command), `emulator_options` and `emulator_threads` (multi, single).
choose_emulator() {
  emulator=qemu-system-x86_64 emulator_options=() emulator_threads=multi
  ! is_older "$(version_of "$emulator")" || use_backported_emulator || {
    emulator_threads=single
    say "QEMU $(version_of "$emulator") emulates the guest's processors in turn; $PARALLEL_SINCE does it side by side"
  }
}

version_of() { "$1" --version | sed -n '1s/.*version \([0-9.]*\).*/\1/p'; }

is_older() { [ "$(printf '%s\n' "$1" "$PARALLEL_SINCE" | sort -V | head -1)" != "$PARALLEL_SINCE" ]; }

# Unpacks Debian's backport of QEMU in the cache. Its libraries are those of the installed QEMU.
use_backported_emulator() {
  local root=$LAB_CACHE/emulator
  if [ ! -d "$root" ]; then
    fetch_emulator "$root" || return
  fi
  emulator=$root/usr/bin/qemu-system-x86_64
  emulator_options=(-L "$root/usr/share/qemu" -L /usr/share/seabios)
}

fetch_emulator() (
  local place=$1 lock partial package
  exec {lock}>"$LAB_CACHE/emulator.lock"
  flock "$lock"
  [ ! -d "$place" ] || exit 0
  # If the download failed, it is tried again after a day.
  [ -z "$(find "$LAB_CACHE/emulator.refused" -mtime -1 2>/dev/null)" ] || exit 1
  partial=$(mktemp -d "$LAB_CACHE/emulator.XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  say "fetching a QEMU of $PARALLEL_SINCE or later from Debian's backports"
  if download_backport "$partial" qemu-system-x86 qemu-system-data >/dev/null &&
    for package in "$partial"/*.deb; do dpkg -x "$package" "$partial/unpacked" || exit; done &&
    ! is_older "$(version_of "$partial/unpacked/usr/bin/qemu-system-x86_64")"; then
    chmod 755 "$partial/unpacked"
    mv "$partial/unpacked" "$place"
  else
    touch "$LAB_CACHE/emulator.refused"
    exit 1
  fi
)

# Downloads packages from this Debian's backports.
download_backport() {
  local folder=$1 codename package
  shift
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && [ "$ID" = debian ] && echo "$VERSION_CODENAME") || return
  update_suite "$codename-backports" || return
  for package; do archive_download "$codename-backports" '' "$package" "$folder" || return; done
}

# Prints the QEMU options for the accelerator and the clock.
accelerator_options() {
  local clock=$1 cpus=$2
  if [ "$clock" = icount ]; then
    echo '-accel tcg,thread=single,tb-size=1024 -icount shift=0,sleep=off -cpu max -smp 1'
  elif kvm_boots; then
    echo "-accel kvm -cpu host -smp $cpus"
  else
    echo "-accel tcg,thread=$emulator_threads,tb-size=1024 -cpu max -smp $cpus"
  fi
}

# Whether KVM boots the chosen kernel here. On some virtual machines /dev/kvm exists but does not work. The result is
# kept until the machine, the emulator or the kernel changes. kvm_pvm boots only kernels built for it.
kvm_boots() {
  local key answer
  [ -r /dev/kvm ] && [ -w /dev/kvm ] && [ ! -d "$PARAVIRTUAL_KVM" ] || return
  key=$({ uname -r; grep -m1 '^model name' /proc/cpuinfo; version_of "$emulator"; echo "$kernel_id"; } |
    sha256sum | cut -c1-16)
  answer=$LAB_CACHE/kvm/$key
  if [ ! -s "$answer" ]; then
    mkdir -p "$LAB_CACHE/kvm"
    { probe_kvm && echo yes || echo no; } >"$answer.$$"
    mv "$answer.$$" "$answer"
  fi
  [ "$(cat "$answer")" = yes ]
}

probe_kvm() {
  timeout -k 1 "$PROBE_SECONDS" "$emulator" "${emulator_options[@]}" -M q35 -accel kvm -cpu host -smp 1 -m 1024 \
    -nodefaults -no-user-config -display none -no-reboot -monitor none -serial stdio \
    -kernel "$kernel" -initrd "$initramfs" \
    -append 'console=ttyS0 quiet panic=-1 lab_files=probe' </dev/null 2>/dev/null | grep -aq 'lab: booted'
}
