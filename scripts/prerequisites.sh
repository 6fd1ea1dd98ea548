#!/usr/bin/env bash
# Makes sure that the tools a command needs are on this machine.
#
#   scripts/prerequisites.sh TOOL...     or, sourced:     require TOOL...     (a TOOL may be a library: libsctp.so.1)
#
# A missing tool is installed with apt-get when that is possible (root on Debian or a relative); otherwise the command
# that would install it is printed and the result is a failure. Tools are named as they are called; the table below
# says which package ships them.

# The Debian package that ships a tool, or packages, a line each.
package_of() {
  case $1 in
    qemu-system-x86_64) echo qemu-system-x86 ;;
    busybox) echo busybox-static ;;
    modprobe | depmod) echo kmod ;;
    xz) echo xz-utils ;;
    ip | tc | ss) echo iproute2 ;;
    pgrep) echo procps ;;
    flock | setpriv | setsid | nsenter | unshare | findmnt) echo util-linux ;;
    java | javac) echo openjdk-17-jdk-headless ;;
    mvn) echo maven ;;
    cc) echo gcc ;;
    libsctp.so.1) echo libsctp1 ;;
    aarch64-linux-gnu-gcc) printf '%s\n' gcc-aarch64-linux-gnu libc6-dev-arm64-cross ;;
    /usr/lib/python3/dist-packages/*) basename "$1" | sed 's/^/python3-/; s/_/-/g' ;;
    freeDiameterd) echo freediameterd ;;
    /usr/lib/freeDiameter/*) echo freediameter-extensions ;;
    munged) echo munge ;;
    ansible-playbook) echo ansible-core ;;
    sbatch) echo slurm-client ;;
    /usr/lib/usrsctp/*) echo libusrsctp-examples ;;
    *) echo "$1" ;;
  esac
}

# Whether a tool or shared library is installed and usable. The guest has only busybox, so it must be static. A cross
# compiler needs its target's C library.
have_tool() {
  local path
  if [[ $1 == *.so.* ]]; then
    grep -qF "$1 " <<<"$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p)"
    return
  fi
  if [[ $1 == /usr/lib/*/* ]]; then
    [ -e "$1" ]
    return
  fi
  path=$(PATH=$PATH:/usr/sbin:/sbin command -v "$1") || return 1
  case $1 in
    busybox) ! ldd "$path" >/dev/null 2>&1 ;;
    *-linux-gnu-gcc) echo 'int main(void) { return 0; }' | "$path" -x c -o /dev/null - 2>/dev/null ;;
  esac
}

# Runs apt-get without questions, and shows its output only if it fails.
quiet_apt() {
  local log status=0
  log=$(mktemp)
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null || status=$?
  [ $status = 0 ] || cat "$log" >&2
  rm -f "$log"
  return $status
}

# Whether apt has package lists: a fresh container image has none.
have_apt_lists() { [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -print -quit 2>/dev/null)" ]; }

require() {
  local tool missing=() packages=()
  for tool; do
    have_tool "$tool" || { missing+=("$tool"); packages+=("$(package_of "$tool")"); }
  done
  [ ${#missing[@]} != 0 ] || return 0
  mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort -u)

  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "missing: ${missing[*]}" >&2
    echo "On Debian or Ubuntu:  sudo apt-get install --no-install-recommends ${packages[*]}" >&2
    return 1
  fi
  echo "installing ${packages[*]} (for ${missing[*]})" >&2
  have_apt_lists || quiet_apt update || return 1
  quiet_apt install --no-install-recommends "${packages[@]}" || {
    quiet_apt update && quiet_apt install --no-install-recommends "${packages[@]}" || return 1
  }
  for tool in "${missing[@]}"; do
    have_tool "$tool" || { echo "$tool is still missing after installing $(package_of "$tool")" >&2; return 1; }
  done
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  require "$@"
fi
