# shellcheck shell=bash
# The guest's first file system: busybox, the modules of one kernel, and guest/init.

# What the guest loads before it has a root file system, plus what it should not have to load later. The two ways to
# the host's files come last: not every flavour has both.
readonly BOOT_MODULES=(virtio_pci virtio_console overlay sctp sctp_diag veth sch_netem)
readonly FILE_MODULES=(virtiofs 9pnet_virtio 9p)

# The initial RAM file system of a release, made once and kept until a part of it changes.
initramfs_of() {
  local release=$1 key image
  key=$(cat "$LAB_HOME/guest/init" "$LAB_HOME/initramfs.sh" "$(command -v busybox)" | sha256sum | cut -c1-16)
  image=$LAB_CACHE/initramfs/$release-$key.cpio
  if [ ! -s "$image" ]; then
    mkdir -p "$LAB_CACHE/initramfs"
    build_initramfs "$release" "$image.$$" && mv "$image.$$" "$image" || return
  fi
  echo "$image"
}

build_initramfs() (
  release=$1 image=$2 root=$(kernel_root "$1")
  tree=$(mktemp -d)
  trap 'rm -rf "$tree"' EXIT
  mkdir -p "$tree"/{bin,modules,proc,sys,dev}
  cp "$LAB_HOME/guest/init" "$tree/init"
  cp "$(command -v busybox)" "$tree/bin/busybox"
  for applet in sh mount insmod mkdir cat cp echo switch_root poweroff; do ln -s busybox "$tree/bin/$applet"; done
  {
    for module in "${BOOT_MODULES[@]}"; do
      modprobe -d "$root" -S "$release" --show-depends "$module" || exit
    done
    for module in "${FILE_MODULES[@]}"; do
      modprobe -d "$root" -S "$release" --show-depends "$module" 2>/dev/null || true
    done
  } | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$tree/modules/files" || exit
  while read -r file; do
    name=$(basename "$file" .xz)
    case $file in
      *.xz) xz -dc "$file" >"$tree/modules/$name" ;;
      *) cp "$file" "$tree/modules/$name" ;;
    esac
    echo "$name" >>"$tree/modules/order"
  done <"$tree/modules/files"
  cd "$tree" && find . | cpio --quiet -o -H newc >"$image"
)
