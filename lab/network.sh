# shellcheck shell=bash
# A network card for the guest. Its other end is in a namespace of the host, never in the host's own network.

readonly CARD_END=lab0

require_network() {
  [ -n "$network" ] || return 0
  [ "$(id -u)" = 0 ] || fail '--network needs root'
  [[ $network != */* ]] && [ -e "/run/netns/$network" ] || fail "no namespace '$network': ip netns add $network"
  [ -c /dev/net/tun ] || fail '--network needs /dev/net/tun'
  [ ! /proc/1/ns/net -ef "/run/netns/$network" ] || fail "the namespace '$network' is the host's own network"
  ! ip -n "$network" link show $CARD_END >/dev/null 2>&1 || fail "the namespace '$network' already has a guest"
}

# The command that starts QEMU. The card's host end is created in QEMU's namespace, and is removed when QEMU ends.
network_entry() { [ -z "$network" ] || echo "nsenter --net=/run/netns/$network"; }

network_options() {
  [ -z "$network" ] ||
    echo "-netdev tap,id=card,ifname=$CARD_END,script=no,downscript=no -device virtio-net-pci,netdev=card,romfile="
}

# Brings up the host's end as soon as QEMU has created it.
connect_network() {
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    ! ip -n "$network" link show $CARD_END >/dev/null 2>&1 || break
    is_running "$guest" || return 0
    sleep 0.05
  done
  ip -n "$network" addr add 192.0.2.1/24 dev $CARD_END &&
    ip -n "$network" addr add 2001:db8::1/64 dev $CARD_END nodad &&
    ip -n "$network" link set $CARD_END up || fail "the card's end in '$network' cannot be set up"
}

# Prints the guest's commands for its end.
write_network() {
  printf '%s\n' 'ip addr add 192.0.2.2/24 dev eth0' 'ip addr add 2001:db8::2/64 dev eth0 nodad' 'ip link set eth0 up'
}
