# shellcheck shell=bash
# Which kernels there are, and fetching one: Debian packages, unpacked in the cache and never installed.
#
# A kernel is known by its release (what `uname -r` prints in the guest). The cache keeps one folder per release, as
# dpkg unpacked it; a folder appears only when it is complete.

kernel_root() { echo "$LAB_CACHE/kernels/$1"; }

# Every kernel release apt offers, oldest first. Asking apt takes a second, so the answer is kept until its lists change.
available_releases() {
  local list=$LAB_CACHE/available
  if [ ! -s "$list" ] || [ /var/lib/apt/lists -nt "$list" ]; then
    have_tool apt-cache || return 0
    mkdir -p "$LAB_CACHE"
    apt-cache search --names-only '^linux-image-[0-9]+[.][0-9]+[.][0-9].*amd64$' |
      sed -n 's/^linux-image-\([^ ]*-amd64\) .*/\1/p' | sort -V >"$list.$$"
    mv "$list.$$" "$list"
  fi
  cat "$list"
}

# Every release in the cache, oldest first.
cached_releases() {
  local root
  for root in "$LAB_CACHE"/kernels/*/; do
    [ ! -d "$root" ] || basename "$root"
  done | sort -V
}

flavour_of() {
  case $1 in
    *-cloud-amd64) echo cloud ;;
    *-rt-amd64) echo rt ;;
    *) echo generic ;;
  esac
}

series_of() { cut -d. -f1,2 <<<"$1"; }

# The newest release, on standard input, of a series ('' for any) and flavour.
newest_release() {
  local release newest=
  while read -r release; do
    [ "$(flavour_of "$release")" = "$2" ] || continue
    [ -z "$1" ] || [[ $release == "$1".* ]] || continue
    newest=$release
  done
  [ -z "$newest" ] || echo "$newest"
}

# The newest release of a series and flavour that apt offers, or else the cache has.
known_release() {
  local release
  release=$(available_releases | newest_release "$@")
  [ -n "$release" ] || release=$(cached_releases | newest_release "$@")
  echo "$release"
}

# The release that a user's --kernel and --flavour mean.
resolve_release() {
  local wanted=$1 flavour=$2 release
  if [[ $wanted == *-amd64 ]]; then
    [ -z "$flavour" ] || [ "$flavour" = "$(flavour_of "$wanted")" ] ||
      fail "kernel $wanted is of flavour $(flavour_of "$wanted"), not $flavour"
    echo "$wanted"
    return
  fi
  flavour=${flavour:-generic}
  release=$(known_release "$wanted" "$flavour")
  # Old lists do not know new series.
  [ -n "$release" ] || [ "$(id -u)" != 0 ] || ! quiet_apt update || release=$(known_release "$wanted" "$flavour")
  [ -n "$release" ] || fail "no kernel '${wanted:-of any series}' of flavour $flavour: ./sctp lab kernels lists them"
  echo "$release"
}

# Downloads and unpacks a release, unless the cache has it. apt checks the package against the signed archive.
fetch_kernel() {
  local release=$1 root partial
  root=$(kernel_root "$release")
  [ ! -d "$root" ] || return 0
  mkdir -p "$LAB_CACHE/kernels"
  exec {kernel_lock}>"$LAB_CACHE/kernels.lock"
  flock "$kernel_lock"
  if [ ! -d "$root" ]; then
    say "fetching kernel $release"
    partial=$(mktemp -d "$LAB_CACHE/fetch.XXXXXX")
    if ! { download_package "linux-image-$release" "$partial" && dpkg -x "$partial"/*.deb "$partial/root" &&
      depmod -b "$partial/root" "$release"; }; then
      rm -rf "$partial"
      fail "kernel $release cannot be had: ./sctp lab kernels lists the others"
    fi
    chmod 755 "$partial/root"
    mv "$partial/root" "$root"
    rm -rf "$partial"
  fi
  exec {kernel_lock}>&-
}

# A package leaves the archive when a newer one replaces it, so a failure may only mean that apt's lists are old.
download_package() {
  local package=$1 folder=$2
  apt_download "$package" "$folder" 2>/dev/null && return
  [ "$(id -u)" != 0 ] || quiet_apt update || return 1
  apt_download "$package" "$folder"
}

apt_download() {
  (cd "$2" && apt-get -qq -o APT::Sandbox::User=root -o APT::Get::AllowUnauthenticated=false download "$1" >/dev/null)
}

# The kernel as an ELF file, which QEMU starts as it is: emulated, unpacking itself would take seconds at each start.
# Where that cannot be had, the packed one.
bootable_kernel() {
  local packed image=$LAB_CACHE/images/$1
  packed=$(kernel_root "$1")/boot/vmlinuz-$1
  if [ ! -s "$image" ]; then
    mkdir -p "$LAB_CACHE/images"
    unpack_kernel "$packed" >"$image.$$" 2>/dev/null || true
    [ "$(head -c 4 "$image.$$")" = $'\177ELF' ] || cp "$packed" "$image.$$"
    mv "$image.$$" "$image"
  fi
  echo "$image"
}

# Unpacks the payload of a bzImage; the Linux boot protocol tells where it lies.
unpack_kernel() {
  local sectors offset length
  sectors=$(bytes_at "$1" 0x1f1 1) offset=$(bytes_at "$1" 0x248 4) length=$(bytes_at "$1" 0x24c 4)
  tail -c +$(((sectors + 1) * 512 + offset + 1)) "$1" | head -c "$length" >"$LAB_CACHE/payload.$$"
  case $(od -An -tx1 -N4 "$LAB_CACHE/payload.$$" | tr -d ' ') in
    fd377a58) xz -dc --single-stream "$LAB_CACHE/payload.$$" ;;
    28b52ffd) zstd -dcq "$LAB_CACHE/payload.$$" ;;
  esac
  rm -f "$LAB_CACHE/payload.$$"
}

bytes_at() { od -An -tu"$3" -j"$2" -N"$3" "$1" | tr -d ' '; }

list_kernels() {
  local release cached
  require apt-cache
  [ "$(id -u)" != 0 ] || have_apt_lists || quiet_apt update
  cached=$(cached_releases)
  printf '%-36s %-8s %-8s %s\n' RELEASE SERIES FLAVOUR CACHED
  { available_releases; echo "$cached"; } | sed '/^$/d' | sort -Vu | while read -r release; do
    printf '%-36s %-8s %-8s %s\n' "$release" "$(series_of "$release")" "$(flavour_of "$release")" \
      "$(grep -qxF "$release" <<<"$cached" && echo yes || echo -)"
  done
}
