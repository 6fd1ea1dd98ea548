# shellcheck shell=bash
# Gives the guest access to the host's files: by virtiofs if a daemon is available (fast, in every flavour), otherwise
# 9p.

# Sets `file_transport` and, for virtiofs, `file_server`.
choose_transport() {
  local daemon
  file_server=
  for daemon in /usr/libexec/virtiofsd /usr/lib/qemu/virtiofsd; do
    # QEMU's own daemon, the older of the two, needs root.
    if [ -x "$daemon" ] && { [ "$(id -u)" = 0 ] || [[ $daemon == /usr/libexec/* ]]; }; then
      file_server=$daemon file_transport=virtiofs
      return
    fi
  done
  file_transport=9p
  ! [ -e "$root/boot/config-$release" ] || grep -q '^CONFIG_9P_FS=' "$root/boot/config-$release" ||
    fail "kernel $kernel_id has no 9p, and this machine no virtiofsd that $(id -un) can run: choose --flavour generic"
}

# With virtiofs, starts the daemon on a view of the host in which every mount is read-only.
serve_files() {
  local options=(--socket-path="$work/files.sock")
  [ "$file_transport" = virtiofs ] || return 0
  case $file_server in
    /usr/libexec/*) options+=(--shared-dir / --cache always --sandbox none --readonly) ;;
    *) options+=(-f -o source=/ -o cache=always -o sandbox=chroot) ;;
  esac
  if [ "$(id -u)" = 0 ]; then
    setpriv --pdeathsig KILL unshare --mount "$LAB_HOME/read-only" "$work" "$file_server" "${options[@]}" \
      >"$run/files.log" 2>&1 &
  else
    setpriv --pdeathsig KILL "$file_server" "${options[@]}" >"$run/files.log" 2>&1 &
  fi
  helpers+=($!)
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    [ ! -S "$work/files.sock" ] || return 0
    sleep 0.05
  done
  cat "$run/files.log" >&2
  fail "$file_server did not start"
}

# Prints the QEMU options that attach the host's files.
file_options() {
  case $file_transport in
    virtiofs)
      echo "-object memory-backend-memfd,id=memory,size=${memory}M,share=on -machine memory-backend=memory" \
        "-chardev socket,id=host,path=$work/files.sock -device vhost-user-fs-pci,chardev=host,tag=host,queue-size=1024"
      ;;
    9p)
      echo '-fsdev local,id=host,path=/,security_model=none,readonly=on,multidevs=remap' \
        '-device virtio-9p-pci,fsdev=host,mount_tag=host'
      ;;
  esac
}
