/*
 * Steering: which of several UDP sockets at one port gets an SCTP packet.
 *
 * All packets of an association, INITs included, begin with the same two ports, whatever their source address. So the
 * index of the socket, in the order of binding, is a function of those four bytes. With `sockets` sockets it is
 *
 *     ((source << 16 | destination) * FACTOR >> SHIFT) % sockets         in 32 bits, unsigned
 *
 * but 0 for destination ports that stay together: those with (destination & TOGETHER_MASK) == TOGETHER_VALUE, and a
 * list of single ports. io.sctp.udp.Steering computes the same.
 */
#ifndef SCTPJAVA_STEERING_H
#define SCTPJAVA_STEERING_H

#include <stdint.h>

enum sctpjava_steering {
    SCTPJAVA_STEERING_FACTOR = 0x61C88647, /* odd, with well-mixed bits: 2^32 - 2^32 / golden ratio */
    SCTPJAVA_STEERING_SHIFT = 16,
    SCTPJAVA_STEERING_TOGETHER_MASK = 0xC000,
    SCTPJAVA_STEERING_TOGETHER_VALUE = 0x8000, /* 32768 to 49151 */
    SCTPJAVA_STEERING_MAX_PORTS = 256          /* listed ports; the system limits a program's length */
};

/*
 * Lets other sockets bind to this socket's port. It was bound without SO_REUSEPORT, so no other program has the port,
 * not even one that would share it. Later sockets are opened with SO_REUSEPORT.
 */
int sctpjava_steering_share(int fd);

/* Makes the system steer what arrives at the port of these sockets from now on. -EINVAL if the port is not shared. */
int sctpjava_steering_attach(int fd, int sockets, const uint16_t *ports, int count);

#endif
