# shellcheck shell=bash
# Finds and fetches kernels: Debian packages, unpacked in the cache and never installed.
#
# A Debian kernel is identified by its release (what `uname -r` prints in the guest). The cache has one folder per
# release, as dpkg unpacked it. A folder appears only when it is complete, and stays after its release has left the
# archive.

# Lists younger than this (in minutes) are not fetched again because a download failed.
readonly RECENT_MINUTES=10

kernel_root() { echo "$LAB_CACHE/kernels/$1"; }

# Prints every kernel release that this machine's apt offers, oldest first, as lines `RELEASE VERSION`. Asking apt takes
# a second, so the result is kept until its lists change.
offered_kernels() {
  local list=$LAB_CACHE/offered
  if [ ! -s "$list" ] || [ /var/lib/apt/lists -nt "$list" ]; then
    have_tool apt-cache || return 0
    mkdir -p "$LAB_CACHE"
    apt-cache search --names-only '^linux-image-[0-9]+[.][0-9].*-amd64$' |
      sed -n 's/^\(linux-image-[^ ]*-amd64\) .*/\1/p' | xargs -r apt-cache madison |
      awk '{ sub(/^linux-image-/, "", $1); print $1, $3 }' | real_kernels | sort -V -k2,2 -k1,1 | uniq >"$list.$$"
    mv "$list.$$" "$list"
  fi
  cat "$list"
}

# Excludes packages such as linux-image-6.12-amd64, which only depend on the newest one: 6.12 is not their own version.
real_kernels() {
  awk '{ series = $1; sub(/-.*/, "", series) }
    series ~ /[.].*[.]/ || index($2, series "-") == 1 || index($2, series "~") == 1'
}

# Prints every release in the cache, oldest first, as lines `RELEASE VERSION SUITE`.
cached_kernels() {
  local root release
  for root in "$LAB_CACHE"/kernels/*/; do
    [ -d "$root" ] || continue
    release=$(basename "$root")
    echo "$release $(cat "$root/lab-origin" 2>/dev/null || packed_fact "$root/boot/vmlinuz-$release" version)"
  done | sort -V -k2,2 -k1,1
}

flavour_of() {
  case $1 in
    *-cloud-amd64) echo cloud ;;
    *-rt-amd64) echo rt ;;
    *) echo generic ;;
  esac
}

# Prints the series of a release: 6.12 for 6.12.117+deb12-amd64, 7.3 for 7.3-amd64.
series_of() {
  [[ $1 =~ ^[0-9]+[.][0-9]+ ]]
  echo "${BASH_REMATCH[0]}"
}

# Prints the newest release of a series ('' for any) and flavour, from a sorted list on standard input.
newest_release() {
  awk -v series="$1" -v flavour="$2" '
    function flavour_of(release) {
      return release ~ /-cloud-amd64$/ ? "cloud" : release ~ /-rt-amd64$/ ? "rt" : "generic"
    }
    function is_of(release) {
      return series == "" || match(release, /^[0-9]+[.][0-9]+/) && substr(release, 1, RLENGTH) == series
    }
    flavour_of($1) == flavour && is_of($1) { newest = $1 }
    END { if (newest != "") print newest }'
}

# Prints the release for a user's --kernel and --flavour: of a series, the newest that this machine's apt offers,
# otherwise that any Debian suite offers, otherwise that the cache has.
resolve_release() {
  local wanted=$1 flavour=$2 release
  if [[ $wanted == *-amd64 ]]; then
    [ -z "$flavour" ] || [ "$flavour" = "$(flavour_of "$wanted")" ] ||
      fail "kernel $wanted is of flavour $(flavour_of "$wanted"), not $flavour"
    echo "$wanted"
    return
  fi
  flavour=${flavour:-generic}
  release=$(offered_kernels | newest_release "$wanted" "$flavour")
  [ -n "$release" ] || { know_archive && release=$(archived_kernels | newest_release "$wanted" "$flavour"); } || true
  [ -n "$release" ] || release=$(cached_kernels | newest_release "$wanted" "$flavour")
  [ -n "$release" ] || fail "no kernel '${wanted:-of any series}' of flavour $flavour: ./sctp lab kernels lists them"
  echo "$release"
}

# Downloads and unpacks a release, unless the cache has it. apt verifies the packages with the signed archive.
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
    if ! { download_kernel "$release" "$partial" && unpack_packages "$partial" &&
      arrange_kernel "$partial/root" "$release" && depmod -b "$partial/root" "$release"; }; then
      rm -rf "$partial"
      fail "kernel $release cannot be fetched: ./sctp lab kernels lists the others"
    fi
    chmod 755 "$partial/root"
    mv "$partial/root" "$root"
    rm -rf "$partial"
  fi
  exec {kernel_lock}>&-
}

# Downloads all packages of a kernel into a folder: from this machine's apt, or from the suite that has them.
download_kernel() {
  local release=$1 folder=$2 version suite root=$2/root
  if offered_kernels | grep -qF "$release " &&
    download_with_parts "linux-image-$release" "$folder" offered_download; then
    return
  fi
  rm -f "$folder"/*.deb
  read -r version suite < <(archived_version "$release") ||
    { know_archive $RECENT_MINUTES && read -r version suite < <(archived_version "$release"); } || return
  mkdir -p "$root"
  echo "$version $suite" >"$root/lab-origin"
  download_with_parts "linux-image-$release" "$folder" archive_download "$suite" "$version" && return
  # The packages in the lists may have been replaced meanwhile.
  know_archive $RECENT_MINUTES && read -r version suite < <(archived_version "$release") || return
  echo "$version $suite" >"$root/lab-origin"
  rm -f "$folder"/*.deb
  download_with_parts "linux-image-$release" "$folder" archive_download "$suite" "$version"
}

# download_with_parts PACKAGE FOLDER COMMAND...: downloads a package and the kernel packages that it needs. From 7.2 on,
# the image's package is an empty shell around linux-binary, linux-modules and linux-base.
download_with_parts() {
  local package=$1 folder=$2 part
  shift 2
  "$@" "$package" "$folder" 2>/dev/null || return
  while read -r part; do
    compgen -G "$folder/${part}_*.deb" >/dev/null || download_with_parts "$part" "$folder" "$@" || return
  done < <(dpkg-deb -f "$folder/${package}"_*.deb Pre-Depends Depends | sed 's/[,:]/\n/g' |
    sed -nE 's/^ *(linux-(binary|modules|base)-[0-9][^ ]*).*/\1/p' | needed_parts "$package")
}

# Before 7.2 the image's package contains everything, and linux-base only documents.
needed_parts() {
  local parts
  parts=$(cat)
  [ -z "$parts" ] || { [[ $1 == linux-image-* ]] && ! grep -qE '^linux-(binary|modules)-' <<<"$parts"; } ||
    echo "$parts"
}

# A package leaves the archive when a newer one replaces it, so a failure may only mean that apt's lists are old.
offered_download() {
  apt_download "$1" "$2" && return
  [ "$(id -u)" != 0 ] || quiet_apt update || return 1
  apt_download "$1" "$2"
}

apt_download() {
  (cd "$2" && apt-get -qq -o APT::Sandbox::User=root -o APT::Get::AllowUnauthenticated=false download "$1" >/dev/null)
}

unpack_packages() {
  local package
  for package in "$1"/*.deb; do dpkg -x "$package" "$1/root" || return; done
}

# Converts both layouts of Debian's kernels to one: boot/ and lib/modules/RELEASE.
arrange_kernel() {
  local root=$1 release=$2 modules=usr/lib/modules/$2 file
  [ -d "$root/$modules" ] || return 0
  mkdir -p "$root/lib/modules" "$root/boot"
  [ -e "$root/lib/modules/$release" ] || ln -s "../../$modules" "$root/lib/modules/$release"
  for file in vmlinuz config System.map; do
    [ ! -e "$root/$modules/$file" ] || [ -e "$root/boot/$file-$release" ] ||
      ln -s "../$modules/$file" "$root/boot/$file-$release"
  done
}

# Prints the kernel as an ELF file, which QEMU starts directly; unpacking itself in emulation would take seconds at each
# start. If the kernel cannot be unpacked, prints the packed one.
bootable_kernel() {
  local packed=$1 image=$LAB_CACHE/images/$2
  if [ ! -s "$image" ]; then
    mkdir -p "$LAB_CACHE/images"
    if is_elf "$packed"; then
      cp "$packed" "$image.$$"
    else
      unpack_kernel "$packed" >"$image.$$" 2>/dev/null || true
      is_elf "$image.$$" || cp "$packed" "$image.$$"
    fi
    mv "$image.$$" "$image"
  fi
  echo "$image"
}

is_elf() { [ "$(od -An -tx1 -N4 "$1" | tr -d ' ')" = 7f454c46 ]; }

# Unpacks the payload of a bzImage, at the position given by the Linux boot protocol.
unpack_kernel() {
  local sectors offset length
  sectors=$(bytes_at "$1" 0x1f1 1) offset=$(bytes_at "$1" 0x248 4) length=$(bytes_at "$1" 0x24c 4)
  tail -c +$(((sectors + 1) * 512 + offset + 1)) "$1" | head -c "$length" >"$LAB_CACHE/payload.$$"
  case $(od -An -tx1 -N4 "$LAB_CACHE/payload.$$" | tr -d ' ') in
    fd377a58) xz -dc --single-stream "$LAB_CACHE/payload.$$" ;;
    28b52ffd) zstd -dcq "$LAB_CACHE/payload.$$" ;;
    1f8b*) gzip -dc "$LAB_CACHE/payload.$$" ;;
  esac
  rm -f "$LAB_CACHE/payload.$$"
}

bytes_at() { od -An -tu"$3" -j"$2" -N"$3" "$1" | tr -d ' '; }

# Prints the version string of a bzImage, such as `6.12.117+deb12-amd64 (debian-kernel@…) #1 SMP … Debian 6.12.117-1
# (2026-11-10)`. The Linux boot protocol gives its position.
packed_banner() {
  [ "$(bytes_at "$1" 0x202 4 2>/dev/null)" = $((0x53726448)) ] || return # HdrS
  dd if="$1" bs=1 skip=$(($(bytes_at "$1" 0x20e 2) + 0x200)) count=256 2>/dev/null | tr '\0' '\n' | sed -n 1p
}

# packed_fact IMAGE release|version|date: prints one part of it. Only Debian's kernels have the last two.
packed_fact() {
  local banner
  banner=$(packed_banner "$1") || return
  case $2 in
    release) echo "${banner%% *}" ;;
    version) sed -nE 's/.* Debian ([^ ]+) \(.*\).*/\1/p' <<<"$banner" ;;
    date) sed -nE 's/.* \((20[0-9-]+)\).*/\1/p' <<<"$banner" ;;
  esac
}

# Prints the compiler named in a kernel's configuration, such as `gcc 12.2.0`.
compiler_of() {
  sed -nE 's/^CONFIG_CC_VERSION_TEXT="[^ "]*(gcc|clang)[^ "]* \([^)]*\) ([0-9.]+).*"$/\1 \2/p' "$1" 2>/dev/null
}

# Ensures that the archive's lists exist; with a number, that they are not older than this many minutes.
know_archive() {
  local now
  have_tool apt-get || return
  ! archive_is_known "${1:-5256000}" || return 0
  now=$(date +%s)
  update_archive "$now"
}

list_kernels() {
  require apt-cache
  [ "$(id -u)" != 0 ] || have_apt_lists || quiet_apt update
  know_archive $ARCHIVE_MINUTES ||
    say 'the lists of the Debian suites cannot be fetched now; the list shows what is known'
  # A release that only this machine's apt offers has no suite here.
  {
    printf 'RELEASE VERSION SUITE\n'
    { archived_kernels; cached_kernels; offered_kernels; } | awk '!seen[$1]++' | sort -V -k2,2 -k1,1
  } |
    awk -v facts="$(cached_facts)" '
      BEGIN {
        count = split(facts, lines, "\n")
        for (i = 1; i <= count; i++) { split(lines[i], fact, "\t"); known[fact[1]] = lines[i] }
      }
      {
        flavour = $1 ~ /-cloud-amd64$/ ? "cloud" : $1 ~ /-rt-amd64$/ ? "rt" : "generic"
        match($1, /^[0-9]+[.][0-9]+/)
        split($1 in known ? known[$1] : "\t-\t-", fact, "\t")
        printf "%-34s %-7s %-8s %-22s %-18s %-14s %s\n", $1, NR == 1 ? "SERIES" : substr($1, 1, RLENGTH),
          NR == 1 ? "FLAVOUR" : flavour, $2, $3 == "" ? "-" : $3, NR == 1 ? "COMPILER" : fact[2],
          NR == 1 ? "DATE" : fact[3]
      }'
  list_own_kernels
}

# Prints the compiler and the date of each kernel in the cache, as tab-separated lines `RELEASE COMPILER DATE`.
cached_facts() {
  local root release compiler date
  for root in "$LAB_CACHE"/kernels/*/; do
    [ -d "$root" ] || continue
    release=$(basename "$root")
    compiler=$(compiler_of "$root/boot/config-$release" || true)
    date=$(packed_fact "$root/boot/vmlinuz-$release" date || true)
    printf '%s\t%s\t%s\n' "$release" "${compiler:-?}" "${date:-?}"
  done
}
