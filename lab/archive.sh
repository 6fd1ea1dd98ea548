# shellcheck shell=bash
# Access to Debian suites that this machine's apt does not use. Each suite has its own package lists in the cache, so
# the machine's apt is not changed. apt verifies them with the archive keys installed on this machine.

# The suites with kernels. Long-lived ones come first, so a release in several suites is listed under the oldest.
readonly ARCHIVE_SUITES=(
  bullseye bullseye-security bullseye-updates
  bookworm bookworm-security bookworm-updates bookworm-backports
  trixie trixie-security trixie-updates trixie-backports
  sid experimental
)

readonly ARCHIVE_KEYS=/usr/share/keyrings/debian-archive-keyring.gpg

# The age in minutes after which the lists are fetched again when the user asks for all kernels.
readonly ARCHIVE_MINUTES=1440

# The number of suites fetched at a time.
readonly ARCHIVE_AT_A_TIME=4

archive_folder() { echo "$LAB_CACHE/archive/$1"; }

# Prints every complete kernel of the archive, oldest first, as lines `RELEASE VERSION SUITE`. Empty without lists.
archived_kernels() { [ ! -e "$(archive_folder kernels)" ] || cat "$(archive_folder kernels)"; }

# Whether the lists exist and are not older than this many minutes.
archive_is_known() { [ -n "$(find "$(archive_folder kernels)" -mmin "-$1" 2>/dev/null)" ]; }

# Fetches the lists of all suites. The lists of a suite that has left the archive are kept.
update_archive() (
  local lock suite kernels
  kernels=$(archive_folder kernels)
  mkdir -p "$LAB_CACHE/archive"
  exec {lock}>"$LAB_CACHE/archive/lock"
  flock "$lock"
  # Another process may have fetched them meanwhile.
  [ "$(find "$kernels" -newermt "@$1" 2>/dev/null)" = '' ] || exit 0
  say "fetching the package lists of Debian's suites"
  for suite in "${ARCHIVE_SUITES[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge $ARCHIVE_AT_A_TIME ]; do wait -n || true; done
    update_suite "$suite" &
  done
  wait
  local lists=()
  for suite in "${ARCHIVE_SUITES[@]}"; do
    [ ! -e "$(archive_folder "$suite")/packages" ] || lists+=("$(archive_folder "$suite")/packages")
  done
  [ ${#lists[@]} != 0 ] || exit 1
  complete_kernels "${lists[@]}" | sort -V -k2,2 -k1,1 >"$kernels.$$"
  mv "$kernels.$$" "$kernels"
)

# The options that limit apt to one suite.
suite_options() {
  local folder
  folder=$(archive_folder "$1")
  printf '%s\n' -q -o "Dir::Etc::SourceList=$folder/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Sandbox::User=root -o APT::Get::AllowUnauthenticated=false -o APT::Architecture=amd64 \
    -o APT::Architectures=amd64 -o Acquire::Languages=none -o Acquire::PDiffs=false -o Acquire::GzipIndexes=true
}

# The repository of a suite: the mirror that this machine uses.
repository_of() {
  local label=Debian uri
  [[ $1 != *-security ]] || label=Debian-Security
  # shellcheck disable=SC2016 # apt's own placeholders
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' "Label: $label" 'Component: main' | sed -n 1p)
  [ -n "$uri" ] && echo "$uri"
}

# Fetches the lists of one suite, and records the kernel packages in them.
update_suite() {
  local suite=$1 folder repository options list
  folder=$(archive_folder "$suite")
  repository=$(repository_of "$suite") && [ -r $ARCHIVE_KEYS ] || return
  mkdir -p "$folder"/{lists,archives}/partial
  echo "deb [signed-by=$ARCHIVE_KEYS] $repository $suite main" >"$folder/sources.list"
  mapfile -t options < <(suite_options "$suite")
  apt-get "${options[@]}" -o APT::Update::Error-Mode=any update >"$folder/log" 2>&1 || return
  # shellcheck disable=SC2016 # apt's own placeholders
  list=$(apt-get "${options[@]}" indextargets --format '$(FILENAME)' 'Created-By: Packages' | sed -n 1p)
  /usr/lib/apt/apt-helper "${options[@]}" cat-file "$list" | kernel_packages "$suite" >"$folder/packages.$$" &&
    mv "$folder/packages.$$" "$folder/packages"
}

# Extracts the kernel packages from a package list, as lines `SUITE PACKAGE VERSION [NEEDED...]`.
kernel_packages() {
  awk -v suite="$1" 'BEGIN { RS = ""; FS = "\n" }
    /^Package: linux-(image|binary|modules|base)-[0-9]/ {
      package = version = needed = ""
      for (i = 1; i <= NF; i++) {
        if ($i ~ /^Package: /) package = substr($i, 10)
        if ($i ~ /^Version: /) version = substr($i, 10)
        if ($i ~ /^(Pre-)?Depends: /) needed = needed ", " substr($i, index($i, ": ") + 2)
      }
      count = split(needed, parts, /, */)
      # A package such as linux-image-6.1-amd64 only depends on the newest package of another name.
      if (package ~ /^linux-image-/ && needed ~ /linux-image-[0-9]/) next
      # Before 7.2, linux-base contains only documents.
      if (needed !~ /linux-(binary|modules)-[0-9]/ && package ~ /^linux-image-/) count = 0
      needed = ""
      for (i = 1; i <= count; i++) if (parts[i] ~ /^linux-(binary|modules|base)-[0-9]/) {
        sub(/ .*/, "", parts[i])
        needed = needed " " parts[i]
      }
      print suite, package, version needed
    }'
}

# Prints the releases whose packages all exist in the same version and suite, each in its highest version.
complete_kernels() {
  sort -s -V -k3,3 "$@" | awk '
    {
      needed[$1, $2, $3] = " "
      for (i = 4; i <= NF; i++) needed[$1, $2, $3] = needed[$1, $2, $3] $i " "
      suites[NR] = $1; packages[NR] = $2; versions[NR] = $3
    }
    END {
      for (i = 1; i <= NR; i++) {
        release = substr(packages[i], length("linux-image-") + 1)
        if (packages[i] !~ /^linux-image-[0-9].*-amd64$/ || (release in best && best[release] == versions[i])) continue
        if (!complete(suites[i], packages[i], versions[i])) continue
        best[release] = versions[i]
        suite[release] = suites[i]
      }
      for (release in best) print release, best[release], suite[release]
    }
    function complete(suite, package, version,    i, count, names) {
      if (!((suite, package, version) in needed)) return 0
      count = split(needed[suite, package, version], names, " ")
      for (i = 1; i <= count; i++) if (!complete(suite, names[i], version)) return 0
      return 1
    }'
}

# archive_download SUITE VERSION PACKAGE FOLDER: downloads a package of a suite; without a version, the newest.
archive_download() {
  local options
  mapfile -t options < <(suite_options "$1")
  (cd "$4" && apt-get "${options[@]}" download "$3${2:+=$2}" >/dev/null)
}

# Prints the version and the suite of a release, according to the lists.
archived_version() {
  archived_kernels | awk -v release="$1" '$1 == release { print $2, $3; found = 1 } END { exit !found }'
}
