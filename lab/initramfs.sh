# shellcheck shell=bash
# The guest's first file system: busybox, the modules of one kernel, and guest/init.

# The modules that the guest loads before it has a root file system, and some that it would otherwise load later; then
# those of them that a user's kernel may lack.
readonly BOOT_MODULES=(virtio_pci virtio_console overlay sctp) MORE_MODULES=(sctp_diag veth sch_netem)

# Builds the initial RAM file system of the chosen kernel, and keeps it until one of its inputs changes.
cached_initramfs() {
  local key image
  key=$(cat "$LAB_HOME/guest/init" "$LAB_HOME/initramfs.sh" "$(command -v busybox)" | sha256sum | cut -c1-16)
  image=$LAB_CACHE/initramfs/$kernel_id-$key.cpio
  if [ ! -s "$image" ]; then
    mkdir -p "$LAB_CACHE/initramfs"
    build_initramfs "$image.$$" && mv "$image.$$" "$image" || return
  fi
  echo "$image"
}

build_initramfs() (
  local image=$1 tree file
  tree=$(mktemp -d)
  trap 'rm -rf "$tree"' EXIT
  mkdir -p "$tree"/{bin,modules,proc,sys,dev}
  cp "$LAB_HOME/guest/init" "$tree/init"
  cp "$(command -v busybox)" "$tree/bin/busybox"
  for applet in sh mount insmod mkdir basename cp grep tr switch_root poweroff dmesg tail tee; do
    ln -s busybox "$tree/bin/$applet"
  done
  list_boot_modules >"$tree/modules/boot" || exit
  # Not every flavour has both virtiofs and 9p.
  list_modules virtiofs >"$tree/modules/virtiofs" 2>/dev/null
  list_modules 9pnet_virtio 9p >"$tree/modules/9p" 2>/dev/null
  list_modules virtio_net >"$tree/modules/network" 2>/dev/null
  sort -u "$tree"/modules/{boot,virtiofs,9p,network} | while read -r file; do
    case $file in
      *.xz) xz -dc "$file" >"$tree/modules/$(basename "$file" .xz)" ;;
      *.zst) zstd -dcq "$file" >"$tree/modules/$(basename "$file" .zst)" ;;
      *.gz) gzip -dc "$file" >"$tree/modules/$(basename "$file" .gz)" ;;
      *) cp "$file" "$tree/modules/" ;;
    esac
  done
  sed -i 's,.*/,,; s/[.]\(xz\|zst\|gz\)$//' "$tree"/modules/{boot,virtiofs,9p,network}
  cd "$tree" && find . | cpio --quiet -o -H newc >"$image"
)

# Prints the modules that the guest loads first. An image without modules has everything built in.
list_boot_modules() {
  [ -n "$(find "$root/lib/modules/$release/" -name '*.ko*' -print -quit 2>/dev/null)" ] || return 0
  if [ "$kernel_id" = "$release" ]; then
    list_modules "${BOOT_MODULES[@]}" "${MORE_MODULES[@]}"
    return
  fi
  local module
  {
    list_modules "${BOOT_MODULES[@]}" || return
    for module in "${MORE_MODULES[@]}"; do
      list_modules "$module" 2>/dev/null || say "$kernel_id has no $module"
    done
  } | awk '!seen[$0]++'
}

# Prints the files of modules and of their dependencies, in the order of loading.
list_modules() (
  set -o pipefail
  local module
  for module; do
    modprobe -d "$root" -S "$release" --show-depends "$module" || exit
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
)
