# shellcheck shell=bash
# Candidates of a bisection: the commits of a git tree, by builds of one module.

# Whether the worktree exists.
has_worktree=false

# git in the user's tree, without its hooks.
in_tree() { git -C "$git" -c core.hooksPath=/dev/null -c advice.detachedHead=false "$@"; }

# Sets `names` (commits, from the good end to the bad one), `titles` and `subject`.
find_commits() {
  local first last name
  require git make || exit "$STATUS_LAB_FAILED"
  [ -d "$git" ] && in_tree rev-parse --git-dir >/dev/null 2>&1 || wrong_call "$git is no git tree"
  git=$(in_tree rev-parse --show-toplevel 2>/dev/null) || wrong_call "--git is a folder with a checked out tree"
  first=$(commit_of "$good") && last=$(commit_of "$bad") || exit
  [ "$first" != "$last" ] || wrong_call "both ends are commit ${first:0:12}"
  if in_tree merge-base --is-ancestor "$first" "$last"; then
    commits_between "$first" "$last"
  elif in_tree merge-base --is-ancestor "$last" "$first"; then
    commits_between "$last" "$first"
    mapfile -t names < <(printf '%s\n' "${names[@]}" | tac)
  else
    wrong_call "neither of $good and $bad is an ancestor of the other"
  fi
  titles=()
  for name in "${names[@]}"; do titles+=("$(in_tree log -1 --format='%h %s' "$name")"); done
  subject=commits
  choose_build
}

commit_of() {
  in_tree rev-parse --quiet --verify "$1^{commit}" 2>/dev/null || wrong_call "$git has no revision '$1'"
}

# The commits from an ancestor to its descendant, along first parents.
commits_between() {
  mapfile -t names < <(echo "$1" && in_tree rev-list --first-parent --reverse "$1..$2")
  [ "$(in_tree rev-parse --quiet --verify "${names[1]}^1")" = "$1" ] ||
    wrong_call "$1 is an ancestor of $2, but not along first parents: it came with a merge; choose the merge's parent"
}

# Sets `module`, `build` and HEADERS.
choose_build() {
  local installed=()
  if [ -z "$module" ]; then
    module=.
    ! in_tree cat-file -e "${names[0]}:net/sctp" 2>/dev/null || module=net/sctp
  fi
  [[ $module != /* && /$module/ != */../* ]] || wrong_call "--module is a folder in the tree, not '$module'"
  if [ -z "$release" ]; then
    mapfile -t installed < <(compgen -G '/usr/src/linux-headers-*-amd64' | sed 's/.*linux-headers-//')
    [ ${#installed[@]} != 1 ] || release=${installed[0]}
  fi
  HEADERS=
  if [ -n "$release" ]; then
    for HEADERS in "/usr/src/linux-headers-$release" "/lib/modules/$release/build" ''; do
      [ ! -e "$HEADERS/Makefile" ] || break
    done
  fi
  export HEADERS
  [ -n "$build" ] || [ -n "$HEADERS" ] || {
    [ -n "$release" ] ||
      wrong_call "the headers of ${#installed[@]} releases are installed: --kernel RELEASE chooses what to build for"
    wrong_call "the headers of $release are not installed: apt-get install linux-headers-$release"
  }
  # shellcheck disable=SC2016 # for the shell that builds
  build=${build:-'make -j"$(nproc)" -C "$HEADERS" M="$PWD/$MODULE" modules'}
  export MODULE=$module
}

# Builds a commit's modules, keeps them in a folder of its own, and sets `kernel`. If that fails, `why` says so. `twin`
# is then an earlier commit with the same modules, if any.
prepare_commit() {
  local index=$1 name=${names[$1]} folder=$work/modules/${names[$1]} log digest
  twin='' log=$logs/build-${name:0:12}.log
  if [ ! -d "$folder" ]; then
    check_out "$name" >"$log" 2>&1 || { why="cannot be checked out; $log"; return 1; }
    attend --chdir="$work/tree" timeout "$build_seconds" bash -c "$build" >>"$log" 2>&1
    [ "$status" = 0 ] || { why="does not build; $log"; return 1; }
    mkdir -p "$folder"
    find "$work/tree/$module" -name '*.ko' -type f -exec cp -t "$folder" {} +
    [ -n "$(ls "$folder")" ] || {
      rmdir "$folder"
      why="its build makes no *.ko in $module; $log"
      return 1
    }
  fi
  kernel=$folder
  digest=$(cd "$folder" && sha256sum ./*.ko | sha256sum | cut -c1-64)
  twin=${seen[$digest]:-}
  [ -n "$twin" ] || seen[$digest]=$index
}

# The first commit with certain modules, by their digest.
declare -A seen=()

# Checks a commit out in a worktree of our own, which the next commit's build can use. No module stays from another
# commit.
check_out() {
  if $has_worktree; then
    find "$work/tree" -name '*.ko' -type f -delete
    git -C "$work/tree" -c core.hooksPath=/dev/null checkout --quiet --detach --force "$1"
  else
    has_worktree=true
    in_tree worktree add --quiet --force --detach "$work/tree" "$1"
  fi
}

# Removes the worktree, and what the lab keeps of the kernels that were built here.
forget_commits() {
  local origin id
  if $has_worktree; then
    in_tree worktree remove --force --force "$work/tree" 2>/dev/null || true
    rm -rf "$work/tree"
    in_tree worktree prune 2>/dev/null || true
  fi
  for origin in "$LAB_CACHE"/own/*/lab-origin; do
    grep -qF "$work/" "$origin" 2>/dev/null || continue
    id=$(basename "$(dirname "$origin")")
    rm -rf "$LAB_CACHE/own/$id" "$LAB_CACHE/initramfs/$id"-*
  done
}

# Says what is between two adjacent commits.
explain_commits() {
  local newer=$2
  ! in_tree merge-base --is-ancestor "${names[$2]}" "${names[$1]}" || newer=$1
  echo 'The commit is:'
  in_tree log -1 --format='%H%n  %an, %as: %s' "${names[newer]}"
}
