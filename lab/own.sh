# shellcheck shell=bash
# The user's own kernels: a folder in which a kernel was built, one in which it was installed, an image, or a folder
# with modules only, built for a Debian release.
#
# `uname -r` is the same for all builds of a tree, so a kernel is identified by its release and a digest of its content.
# The cache keeps a copy, so a series of runs is not affected by the next build.

# Whether --kernel means files: a path, or an existing name that does not look like a series or release.
is_own_kernel() { [[ $1 == */* || $1 == . || $1 == .. ]] || { [ -e "$1" ] && ! [[ $1 =~ ^[0-9]+[.][0-9]+ ]]; }; }

# Sets `release`, `kernel_id`, `root`, `packed` and `image_id` for a path.
use_own_kernel() {
  local given=$1 path tree
  path=$(readlink -e -- "$given") || fail "no such kernel: $given"
  if [ -f "$path" ]; then
    tree=$(tree_of_image "$path")
    is_kernel_image "$path" || fail "$given is neither a bzImage nor a vmlinux of x86-64"
    packed=$path
  elif is_build_tree "$path"; then
    tree=$path packed=$path/arch/x86/boot/bzImage
    [ -e "$packed" ] || fail "$given has been built in, but has no arch/x86/boot/bzImage: make bzImage"
  elif [ -n "$(compgen -G "$path/boot/vmlinuz-*")" ]; then
    [ "$(compgen -G "$path/boot/vmlinuz-*" | wc -l)" = 1 ] ||
      fail "$given has several kernels: name one, as $(compgen -G "$given/boot/vmlinuz-*" | sed -n 1p)"
    tree=$path packed=$(compgen -G "$path/boot/vmlinuz-*")
  elif [ -n "$(own_modules "$path")" ]; then
    use_own_modules "$path"
    return
  else
    fail "$given holds no kernel: it has no arch/x86/boot/bzImage, no boot/vmlinuz-* and no *.ko"
  fi
  release=$(release_of_image "$packed") || fail "$given does not say its release"
  keep_own_kernel "$tree"
}

is_kernel_image() { is_elf "$1" || [ -n "$(packed_banner "$1")" ]; }

is_build_tree() { [ -e "$1/include/config/kernel.release" ]; }

# Prints the folder that an image belongs to: the tree in which it was built (arch/x86/boot/bzImage, or vmlinux), or the
# folder in which it was installed (boot/vmlinuz-RELEASE). Empty for an image alone.
tree_of_image() {
  local folder
  for folder in "$(dirname "$1")" "$(dirname "$1")/../../.."; do
    ! is_build_tree "$folder" || { readlink -e "$folder"; return; }
  done
  folder=$(dirname "$1")/..
  [[ $1 != */boot/* ]] || [ ! -d "$folder/lib/modules/$(release_of_image "$1")" ] || readlink -e "$folder"
}

release_of_image() {
  if is_elf "$1"; then
    LC_ALL=C grep -aoEm1 'Linux version [0-9][^ ]+ \(' "$1" | sed -nE '1s/Linux version ([^ ]+) .*/\1/p' | grep .
  else
    packed_fact "$1" release | grep .
  fi
}

# Prints the modules of a kernel's tree or installation, as paths below it, one per line.
tree_modules() {
  if is_build_tree "$1"; then
    # The lists contain object files until 6.2.
    sed 's/[.]o$/.ko/' "$1/modules.order" 2>/dev/null
  else
    (cd "$1" && find "lib/modules/$release/" -name '*.ko*' -type f 2>/dev/null)
  fi
}

# Copies the image in `packed` and the modules of a tree ('' for none) to the cache, and sets the kernel's variables.
keep_own_kernel() {
  local tree=$1 partial digest
  digest=$({
    sha256sum <"$packed"
    [ -z "$tree" ] || (cd "$tree" && tree_modules . | sort | xargs -rd '\n' sha256sum)
  } | sha256sum | cut -c1-8) || fail "$given lacks some of the modules that it lists: make modules"
  kernel_id=$release~$digest image_id=$kernel_id root=$LAB_CACHE/own/$kernel_id
  if [ ! -d "$root" ]; then
    partial=$(own_partial)
    mkdir -p "$partial/boot" "$partial/lib/modules/$release/kernel"
    cp "$packed" "$partial/boot/vmlinuz-$release"
    [ -z "$tree" ] || copy_own_modules "$tree" "$partial" || {
      rm -rf "$partial"
      fail "the modules of $given cannot be copied"
    }
    finish_own_kernel "$partial" "$given"
  fi
  packed=$root/boot/vmlinuz-$release
}

copy_own_modules() {
  local tree=$1 to=$2/lib/modules/$release list
  if is_build_tree "$tree"; then
    (cd "$tree" && tree_modules . | xargs -rd '\n' cp --parents -t "$to/kernel") || return
    for list in modules.order modules.builtin modules.builtin.modinfo; do
      [ ! -e "$tree/$list" ] || cp "$tree/$list" "$to/"
    done
    cp "$tree/.config" "$2/boot/config-$release"
  else
    (cd "$tree/lib/modules/$release" && find . \( -name '*.ko*' -o -name 'modules.*' \) -type f -print0 |
      xargs -r0 cp --parents -t "$to") || return
    [ ! -e "$tree/boot/config-$release" ] || cp "$tree/boot/config-$release" "$2/boot/"
  fi
}

# Prints the modules in a folder that has only modules.
own_modules() { find "$1" -name '*.ko' -type f | sort; }

# A Debian release with some of its modules replaced by the user's.
use_own_modules() {
  local path=$1 modules module name partial digest releases
  mapfile -t modules < <(own_modules "$path")
  releases=$(for module in "${modules[@]}"; do modinfo -F vermagic "$module" | cut -d' ' -f1; done | sort -u)
  [ "$(wc -l <<<"$releases")" = 1 ] && [ -n "$releases" ] ||
    fail "the modules in $given are built for several releases: $(tr '\n' ' ' <<<"$releases")"
  release=$releases
  fetch_kernel "$release"
  packed=$(kernel_root "$release")/boot/vmlinuz-$release image_id=$release
  digest=$(cat "${modules[@]}" | sha256sum | cut -c1-8)
  kernel_id=$release~$digest root=$LAB_CACHE/own/$kernel_id
  [ ! -d "$root" ] || return 0
  partial=$(own_partial)
  mkdir -p "$partial/lib/modules"
  # Links to everything that is not replaced.
  cp -as "$(readlink -e "$(kernel_root "$release")/lib/modules/$release")" "$partial/lib/modules/$release"
  rm -f "$partial/lib/modules/$release"/{source,build}
  ln -s "$(kernel_root "$release")/boot" "$partial/boot"
  for module in "${modules[@]}"; do
    name=$(basename "$module" .ko | sed 's/[-_]/[-_]/g')
    find "$partial/lib/modules/$release/kernel" -regex ".*/${name}[.]ko\([.].*\)?" -delete
    install -D -m 644 "$module" "$partial/lib/modules/$release/updates/$(basename "$module")"
  done
  # depmod would write through links.
  find "$partial/lib/modules/$release" -maxdepth 1 -name 'modules.*' -type l | while read -r module; do
    cp --remove-destination "$(readlink "$module")" "$module"
  done
  finish_own_kernel "$partial" "$given"
}

own_partial() {
  mkdir -p "$LAB_CACHE/own"
  mktemp -d "$LAB_CACHE/own.XXXXXX"
}

finish_own_kernel() {
  local partial=$1
  depmod -b "$partial" "$release" || { rm -rf "$partial"; fail "depmod refuses the modules of $2"; }
  echo "$2" >"$partial/lab-origin"
  chmod 755 "$partial"
  mv -T "$partial" "$root" 2>/dev/null || rm -rf "$partial" # another run was faster
}

list_own_kernels() {
  local root
  for root in "$LAB_CACHE"/own/*/; do
    [ -d "$root" ] || continue
    echo "$(basename "$root"): copied from $(cat "$root/lab-origin"), $(date -r "$root" +%F)"
  done
}
