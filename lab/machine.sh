# shellcheck shell=bash
# The virtual machine: its first file system, and how QEMU is called.

# What the guest loads before it has a root file system, plus what it should not have to load later.
readonly BOOT_MODULES=(virtio_pci virtio_console overlay sctp sctp_diag veth sch_netem)

# How the guest sees the host's files: 9p where the kernel has it, else virtiofs.
root_transport() {
  grep -q '^CONFIG_9P_FS=' "$(kernel_root "$1")/boot/config-$1" && echo 9p || echo virtiofs
}

# The initial RAM file system of a release, made once and kept until a part of it changes.
initramfs_of() {
  local release=$1 key image
  key=$(cat "$LAB_HOME/guest/init" "$LAB_HOME/machine.sh" "$(command -v busybox)" | sha256sum | cut -c1-16)
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
  for applet in sh mount insmod mkdir cat cp switch_root; do ln -s busybox "$tree/bin/$applet"; done
  modules=("${BOOT_MODULES[@]}")
  case $(root_transport "$release") in
    9p) modules+=(9pnet_virtio 9p) ;;
    virtiofs) modules+=(virtiofs) ;;
  esac
  for module in "${modules[@]}"; do
    modprobe -d "$root" -S "$release" --show-depends "$module" || exit
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$tree/modules/files"
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

# The QEMU options that set the accelerator and the clock.
accelerator_options() {
  case $1 in
    wall) echo "-accel tcg,thread=multi,tb-size=1024 -smp $2" ;;
    icount) echo "-accel tcg,thread=single,tb-size=1024 -icount shift=0,sleep=off -smp 1" ;;
  esac
}
